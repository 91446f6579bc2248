package capturing

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"segtap/capture/control/guard"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// guard returns who may ask the automation API of a listener.
func (o *Options) guard(addr *net.TCPAddr) (guard.Options, error) {
	token, err := config.APIToken()
	if err != nil {
		return guard.Options{}, err
	}
	for _, host := range o.apiHosts {
		if _, err := netip.ParseAddr(host); err == nil {
			continue // one of IPv6 may do without brackets
		}
		u, err := url.Parse("http://" + host)
		if err != nil || u.Host != host || u.User != nil || u.Hostname() == "" {
			return guard.Options{}, console.Usage("such as --api-host segtap or --api-host segtap:9000", "--api-host takes a name or an address, with a port where that is another one, and not %q", host)
		}
	}
	hosts := slices.Clone(o.apiHosts)
	for _, host := range o.wire.tlsHosts {
		hosts = append(hosts, strings.Trim(host, "[]"))
	}
	return guard.Options{Beyond: !addr.IP.IsLoopback(), Hosts: hosts, Token: token}, nil
}
