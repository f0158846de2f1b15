#!/bin/busybox sh
# The first process of the machine that dev/lvm-vm boots: puts its root file system together.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
for module in virtio_pci 9pnet_virtio 9p overlay virtio_blk virtio_net crc32c_generic; do
  $b modprobe $module
done
options=trans=virtio,version=9p2000.L,msize=512000
$b mount -t 9p -o ro,cache=loose,$options root /ro &&
  $b mount -t tmpfs -o size=75%,mode=755 tmpfs /rw &&
  $b mkdir /rw/work && $b cp -a /upper /rw/upper &&
  $b mount -t overlay -o lowerdir=/ro,upperdir=/rw/upper,workdir=/rw/work overlay /new || exit 1
for folder in run tmp var/tmp; do
  $b mount -t tmpfs -o mode=1777 tmpfs /new/$folder
done
$b mkdir /new/run/vm && $b mount -t 9p -o cache=none,$options run /new/run/vm || exit 1
project=$($b cat /new/run/vm/project)
$b mkdir -p "/new$project"
$b mount -t 9p -o cache=mmap,$options project "/new$project" || exit 1
for folder in dev sys proc; do
  $b mount -o move /$folder /new/$folder
done
exec $b switch_root /new /usr/lib/vm/busybox sh /vm-main
