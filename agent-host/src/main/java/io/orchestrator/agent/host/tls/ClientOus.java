package io.orchestrator.agent.host.tls;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Decides by the organizational unit in its certificate whether a caller may call. */
public final class ClientOus {
  private final List<String> valid;

  /**
   * A check.
   *
   * @param valid {@code SSLValidOUs}; empty if any trusted certificate will do
   */
  public ClientOus(List<String> valid) {
    this.valid = List.copyOf(valid);
  }

  /**
   * Refuses a caller that must not call.
   *
   * @param certificate the caller's own, verified by TLS; empty if it showed none
   * @throws AgentException {@code UNAUTHORIZED} if there is none, or none of its units is valid
   */
  public void check(Optional<X509Certificate> certificate) {
    if (certificate.isEmpty()) {
      throw new AgentException(
          ErrorCode.UNAUTHORIZED, "This agent demands a client certificate (UseMutualTLS)");
    }
    List<String> units = units(certificate.get());
    if (!valid.isEmpty() && units.stream().noneMatch(valid::contains)) {
      throw new AgentException(
          ErrorCode.UNAUTHORIZED,
          "The caller's certificate has "
              + (units.isEmpty() ? "no organizational unit" : "the organizational units " + units)
              + ", and SSLValidOUs names none of them");
    }
  }

  /** The units in the certificate's subject, in no particular order. */
  static List<String> units(X509Certificate certificate) {
    try {
      List<String> units = new ArrayList<>();
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        Attribute unit = rdn.toAttributes().get("OU");
        if (unit != null) {
          NamingEnumeration<?> values = unit.getAll();
          while (values.hasMore()) {
            units.add(String.valueOf(values.next()).replaceAll("\\p{Cntrl}", "?"));
          }
        }
      }
      return units;
    } catch (NamingException wrong) {
      throw unreadable(wrong);
    }
  }

  private static AgentException unreadable(NamingException cause) {
    return new AgentException(
        ErrorCode.UNAUTHORIZED, "The subject of the caller's certificate can't be read", cause);
  }
}
