package clustertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const nodes = 3

// node is one nats-server. Its store outlives it.
type node struct {
	process
	client, route int // its ports
	nc            *nats.Conn
	js            jetstream.JetStream
}

// cluster is three of them, with a wire in each direction between any two.
type cluster struct {
	nodes  [nodes]*node
	routes [nodes][nodes]*wire // from, to; nil to itself
	stream string
}

// startCluster starts one, and waits until it can make streams.
func startCluster(t *testing.T, program, stream string) *cluster {
	t.Helper()
	c := &cluster{stream: stream}
	for i := range c.nodes {
		c.nodes[i] = &node{client: freePort(t), route: freePort(t)}
	}
	for i, from := range c.nodes {
		var routes []string
		for j, to := range c.nodes {
			if i != j {
				c.routes[i][j] = lay(t, to.route)
				routes = append(routes, fmt.Sprintf("nats-route://127.0.0.1:%d", c.routes[i][j].port))
			}
		}
		from.configure(t, program, fmt.Sprintf("n%d", i+1), routes)
		from.start(t)
		from.connect(t)
	}
	for _, n := range c.nodes {
		within(t, patience, n.name+" knows who leads the cluster", func() error {
			return asked(func(ctx context.Context) error { _, err := n.js.AccountInfo(ctx); return err })
		})
	}
	return c
}

// configure writes its configuration. The address that it would have others told of, so that they connect beside
// the wires, is one where nobody listens; and clients are told of none. A message may be small, so that some records take
// several.
func (n *node) configure(t *testing.T, program, name string, routes []string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "nats.conf")
	text := fmt.Sprintf(`
server_name: %s
listen: "127.0.0.1:%d"
connect_error_reports: 3600
reconnect_error_reports: 3600
max_payload: 32KB
jetstream { store_dir: %q, max_file: 8GB, max_mem: 64MB }
cluster {
  name: team
  listen: "127.0.0.1:%d"
  advertise: "127.0.0.1:1"
  no_advertise: true
  routes: [%s]
}
`, name, n.client, filepath.Join(dir, "store"), n.route, strings.Join(routes, ", "))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	n.process.name = name
	n.command = func() *exec.Cmd { return exec.Command(program, "-c", path) }
}

// connect has the test itself ask the node, beside all wires.
func (n *node) connect(t *testing.T) {
	t.Helper()
	nc, err := nats.Connect(fmt.Sprintf("nats://127.0.0.1:%d", n.client), nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1),
		nats.ReconnectWait(50*time.Millisecond), nats.ReconnectJitter(0, 0), nats.ReconnectBufSize(-1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	n.nc = nc
	if n.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
}

// asked asks once, for a second at most.
func asked(ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return ask(ctx)
}

// info gives what a node says of the stream.
func (c *cluster) info(of int) (info *jetstream.StreamInfo, err error) {
	err = asked(func(ctx context.Context) error {
		stream, err := c.nodes[of].js.Stream(ctx, c.stream)
		if err == nil {
			info = stream.CachedInfo()
		}
		return err
	})
	return info, err
}

// leader gives the node that leads the stream, as another one of them says; -1 where it knows none.
func (c *cluster) leader(saysWho int) int {
	info, err := c.info(saysWho)
	if err != nil || info.Cluster == nil {
		return -1
	}
	return c.named(info.Cluster.Leader)
}

func (c *cluster) named(name string) int {
	for i, n := range c.nodes {
		if n.process.name == name {
			return i
		}
	}
	return -1
}

// healthy reports that all nodes see one another, that the stream has a leader and that all have all of it.
func (c *cluster) healthy() error {
	for i, n := range c.nodes {
		if n.hasEnded() {
			return fmt.Errorf("%s has ended by itself", n.process.name)
		}
		info, err := c.info(i)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", n.process.name, err)
		case info.Cluster == nil || c.named(info.Cluster.Leader) < 0:
			return errors.New("the stream has no leader")
		case len(info.Cluster.Replicas) != nodes-1:
			return fmt.Errorf("the stream has %d replicas", len(info.Cluster.Replicas)+1)
		}
		for _, r := range info.Cluster.Replicas {
			if !r.Current || r.Offline || r.Lag > 0 {
				return fmt.Errorf("%s says that %s lags behind: %+v", n.process.name, r.Name, r)
			}
		}
	}
	return nil
}

// around gives the wires from a node to others, and from those to it.
func (c *cluster) around(n int) (wires []*wire) {
	for i := range c.nodes {
		if i != n {
			wires = append(wires, c.routes[n][i], c.routes[i][n])
		}
	}
	return wires
}

// lead has a node lead the stream.
func (c *cluster) lead(t *testing.T, n int) {
	t.Helper()
	within(t, patience, c.nodes[n].process.name+" leads the stream", func() error {
		leader := c.leader(n)
		if leader == n {
			return c.healthy()
		}
		ask := fmt.Sprintf(`{"placement":{"preferred":%q}}`, c.nodes[n].process.name)
		answer, err := c.nodes[n].nc.Request("$JS.API.STREAM.LEADER.STEPDOWN."+c.stream, []byte(ask), time.Second)
		if err != nil {
			return err
		}
		return fmt.Errorf("node %d leads; asked: %s", leader, answer.Data)
	})
}
