# What the machine that dev/lvm-vm boots does once its root file system is there: runs the command.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
b=/usr/lib/vm/busybox

run_command() {
  cd "$($b cat /run/vm/project)" || exit 1
  bash /run/vm/command < /dev/null >> /run/vm/out 2>> /run/vm/err
  echo $? > /run/vm/status
  $b sync
  $b poweroff -f
  $b sleep 60
}

# The way to vm.target is that to basic.target: what services of other packages may expect, without the services that
# this host has enabled. Masked is what waits for devices, which nobody announces here, or changes the file systems.
become_systemd() {
  : > /etc/fstab
  for unit in systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
    systemd-udev-trigger.service systemd-udev-settle.service systemd-modules-load.service \
    systemd-remount-fs.service systemd-timesyncd.service systemd-firstboot.service; do
    $b ln -sf /dev/null /etc/systemd/system/$unit
  done
  printf '%s\n' '[Unit]' 'Requires=basic.target vm.service' 'After=basic.target' \
    'AllowIsolate=yes' > /etc/systemd/system/vm.target
  printf '%s\n' '[Service]' 'Type=oneshot' 'TimeoutStartSec=infinity' \
    "ExecStart=$b sh /vm-main run" > /etc/systemd/system/vm.service
  exec /lib/systemd/systemd --unit=vm.target --show-status=no
}

[ "$1" != run ] || run_command
$b mkdir -p /dev/pts /dev/shm /run/lock
$b mount -t devpts devpts /dev/pts
$b mount -t tmpfs -o mode=1777 tmpfs /dev/shm
$b ln -s /proc/self/fd /dev/fd
$b ln -s fd/0 /dev/stdin
$b ln -s fd/1 /dev/stdout
$b ln -s fd/2 /dev/stderr
$b hostname lvm-vm
printf '127.0.0.1 localhost lvm-vm\n' > /etc/hosts
$b ip link set lo up
# No udevd here: LVM makes the device nodes itself.
printf '%s\n' 'activation { udev_sync=0 udev_rules=0 monitoring=0 }' \
  'devices { obtain_device_list_from_udev=0 }' 'global { event_activation=0 }' > /etc/lvm/lvmlocal.conf
if [ "$($b cat /run/vm/init)" = systemd ]; then
  become_systemd
fi
run_command
