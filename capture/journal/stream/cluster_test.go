package stream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// clustered starts three servers that are one cluster.
func clustered(t *testing.T) (servers []*running) {
	t.Helper()
	var ports []string
	for range 3 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		ports = append(ports, fmt.Sprint(listener.Addr().(*net.TCPAddr).Port))
		_ = listener.Close()
	}
	routes := "nats://127.0.0.1:" + strings.Join(ports, ",nats://127.0.0.1:")
	for i, port := range ports {
		servers = append(servers, serving(t, func(o *server.Options) {
			o.ServerName, o.Routes, o.MaxPayload = fmt.Sprint("n", i), server.RoutesFromStr(routes), 16<<10
			o.Cluster = server.ClusterOpts{Name: "c", Host: "127.0.0.1"}
			_, _ = fmt.Sscan(port, &o.Cluster.Port)
		}))
	}
	journaltest.Until(t, "there is a leader", func() bool {
		for _, s := range servers {
			if s.JetStreamIsLeader() {
				return len(s.JetStreamClusterPeers()) == 3
			}
		}
		return false
	})
	return servers
}

// Three write to a stream of three replicas, each through another server, while the stream gets
// other leaders and a server is started again.
func TestThreeReplicasLoseNothing(t *testing.T) {
	servers := clustered(t)
	opened(t, servers[0].address("S"), func(o *Options) { o.Replicas = 3 })
	var lists []*list
	for _, s := range servers {
		lists = append(lists, listing(t, s.address("S")))
	}
	key := listing(t, servers[1].address("S")+".wk", readOnly) // all of them come with it
	var acknowledged []string
	var refused []error
	var all sync.WaitGroup
	all.Go(func() {
		acknowledged, refused = appending(lists, 4, 60, "", "", "", "", "", strings.Repeat("long", 5_000))
	})
	conn := lists[0].link.conn
	for i := range 3 {
		journaltest.Until(t, "something has come", func() bool { return lists[0].listed() > 100*(i+1) })
		if i == 1 {
			servers[2].stop()
			servers[2].start()
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_, _ = conn.RequestWithContext(ctx, "$JS.API.STREAM.LEADER.STEPDOWN.S", nil)
		cancel()
	}
	all.Wait()
	if len(refused) > 0 {
		t.Errorf("%d are refused, such as %v", len(refused), refused[0])
	}
	agreed(t, acknowledged, append(lists, key)...)
}

// A leader that is alone stores nothing, and it is not others who write that keep it from that.
func TestALeaderThatIsAloneIsSaidToBe(t *testing.T) {
	servers := clustered(t)
	j := opened(t, servers[0].address("S"), func(o *Options) { o.Replicas, o.Patience = 3, 4*time.Second })
	journaltest.Until(t, "the first leads", func() bool {
		_, _ = j.link.conn.Request("$JS.API.STREAM.LEADER.STEPDOWN.S", []byte(`{"placement":{"preferred":"n0"}}`), time.Second)
		return servers[0].JetStreamIsStreamLeader("$G", "S")
	})
	journaltest.Until(t, "it stores", func() bool {
		_, err := j.Append(request(1, "first"), nil)
		return err == nil
	})
	servers[1].stop()
	servers[2].stop()
	_, err := j.Append(request(1, "second"), nil)
	if !errors.Is(err, journal.ErrNotKept) || strings.Contains(err.Error(), "others write") || strings.Contains(err.Error(), "\n") {
		t.Errorf("it says %v", err)
	}
	t.Log(err)
}
