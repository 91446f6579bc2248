package stream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// clustered starts three servers that are one cluster, each of which reaches the others by ways
// of their own.
func clustered(t *testing.T) (servers []*running, ways [3][]*cutting) {
	t.Helper()
	var to [3][]*cutting
	for i := range 3 {
		var routes []string
		for k := range 3 {
			if k != i {
				way := cuttingWay(t, "")
				to[k] = append(to[k], way)
				ways[i], ways[k] = append(ways[i], way), append(ways[k], way)
				routes = append(routes, "nats://"+way.Addr().String())
			}
		}
		s := serving(t, func(o *server.Options) {
			o.ServerName, o.Routes, o.MaxPayload = fmt.Sprint("n", i), server.RoutesFromStr(strings.Join(routes, ",")), 16<<10
			o.Cluster = server.ClusterOpts{
				Name: "c", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoAdvertise: true, PoolSize: -1,
				Advertise: "127.0.0.1:1", // none goes to another past its ways
			}
		})
		s.opts.Cluster.Port = s.ClusterAddr().Port // where it is started again
		servers = append(servers, s)
	}
	for i, s := range servers {
		at := s.ClusterAddr().String()
		for _, way := range to[i] {
			way.to.Store(&at)
		}
	}
	journaltest.Until(t, "there is a leader", func() bool {
		for _, s := range servers {
			if s.JetStreamIsLeader() {
				return len(s.JetStreamClusterPeers()) == 3
			}
		}
		return false
	})
	return servers, ways
}

// leads has a server lead the stream.
func (r *running) leads(j *Journal) {
	r.t.Helper()
	request := fmt.Appendf(nil, `{"placement":{"preferred":%q}}`, r.opts.ServerName)
	journaltest.Until(r.t, "it leads", func() bool {
		_, _ = j.link.Conn.Request("$JS.API.STREAM.LEADER.STEPDOWN.S", request, time.Second)
		return r.JetStreamIsStreamLeader("$G", "S")
	})
}

// Three write to a stream of three replicas, each through another server, while the stream gets
// other leaders and a server is started again.
func TestThreeReplicasLoseNothing(t *testing.T) {
	servers, _ := clustered(t)
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
	conn := lists[0].link.Conn
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
	servers, _ := clustered(t)
	j := opened(t, servers[0].address("S"), func(o *Options) { o.Replicas, o.Patience = 3, 4*time.Second })
	servers[0].leads(j)
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

// A leader that is cut off from the others leads for a while, and does not know what those keep
// without it: nothing is lost, and whoever comes to it then goes to another one.
func TestALeaderThatIsCutOffHasLostNothing(t *testing.T) {
	servers, ways := clustered(t)
	writer := opened(t, servers[1].address("S"), func(o *Options) { o.Replicas = 3 })
	alone, others := cuttingWay(t, servers[0].Addr().String()), cuttingWay(t, servers[1].Addr().String())
	alone.bar(true)
	address := strings.Replace(alone.address(), "/S", ","+others.Addr().String()+"/S", 1)
	both := []*Journal{opened(t, address), opened(t, address, func(o *Options) { o.ReadOnly = true })}
	servers[0].leads(writer)
	mustAppend(t, writer, 3)
	for _, way := range ways[0] {
		way.bar(true)
	}
	mustAppend(t, writer, 3)
	for _, j := range both {
		journaltest.Until(t, "all is read", func() bool { return j.Size() == 7 })
	}
	alone.bar(false)
	others.bar(true)
	for _, j := range both {
		journaltest.Until(t, "it is at the one that is alone", func() bool { return state(j).Server == alone.Addr().String() })
	}
	if !servers[0].JetStreamIsStreamLeader("$G", "S") {
		t.Fatal("it leads no more: nothing is shown")
	}
	others.bar(false)
	mustAppend(t, writer, 1)
	for _, j := range both {
		journaltest.Until(t, "what the others keep is read", func() bool { return j.Size() == 8 || j.Present() != nil })
		if err := j.Present(); err != nil {
			t.Error(err)
		}
	}
	mustAppend(t, both[0], 1)
}

// Whoever is at a server that is cut off from the others, be it the leader, goes to another one of
// its address. With no other one it is said that nothing is known of the stream, until the server
// is back.
func TestAServerThatIsCutOffIsLeft(t *testing.T) {
	for i, name := range []string{"the leader", "another one"} {
		t.Run(name, func(t *testing.T) {
			servers, ways := clustered(t)
			writer := opened(t, servers[1].address("S"), func(o *Options) { o.Replicas = 3 })
			servers[i].leads(writer)
			mustAppend(t, writer, 3)
			others := cuttingWay(t, servers[1].Addr().String())
			others.bar(true)
			address := strings.Replace(servers[0].address("S"), "/S", ","+others.Addr().String()+"/S", 1)
			at, reader := opened(t, address), opened(t, address, func(o *Options) { o.ReadOnly = true })
			alone := opened(t, servers[0].address("S"), func(o *Options) { o.ReadOnly = true })
			others.bar(false)
			for _, way := range ways[0] {
				way.bar(true)
			}
			mustAppend(t, at, 1)
			journaltest.Until(t, "what the others keep is read", func() bool { return reader.Size() == 5 })
			for _, j := range []*Journal{at, reader} {
				if at := state(j).Server; at != others.Addr().String() {
					t.Errorf("it is at %s", at)
				}
			}
			journaltest.Until(t, "it is said that nothing is known", func() bool {
				said := alone.Trouble()
				return strings.Contains(said, "nothing is known of the stream since") && strings.Contains(said, fmt.Sprintf("(127.0.0.1:%d does not answer", servers[0].opts.Port))
			})
			mustAppend(t, at, 1)
			for _, way := range ways[0] {
				way.bar(false)
			}
			journaltest.Until(t, "all is well again", func() bool { return alone.Size() == 6 && alone.Trouble() == "" })
		})
	}
}
