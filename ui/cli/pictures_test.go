package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"segtap/ui/screentest"
)

// example is when the messages of docs/examples begin.
var example = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// tenSeconds is what the milliseconds of the ten seconds since a time begin with.
func tenSeconds(from time.Time) string { return strconv.FormatInt(from.UnixMilli()/10_000, 10) }

// picture is one of docs/pictures: how it comes about, in the program in a terminal.
type picture struct {
	name  string
	light bool // the terminal's background
	steps []step
}

// step is keys that are pressed, and then what has to stand on the screen before it goes on.
type step struct {
	press, sees string
}

// pictures are those of docs/pictures.
func pictures() []picture {
	open := []step{{"", "8 events"}, {"", "storefront/test"}}
	bad := slices.Concat(open, []step{{"home", "A-1001"}, {"down down down", "A-1002"}, {"", "value_not_number"}})
	with := func(steps []step, more ...step) []step { return slices.Concat(steps, more) }
	return []picture{
		{"events", false, bad},
		{"events-light", true, bad},
		{"edit", false, with(bad, step{"f", "metricValue"})},
		{"replay", false, with(open, step{"home", "A-1001"}, step{"r", "Replay #1"}, step{"down enter", "POST /events/bulk"})},
		{"problems", false, with(open, step{"4", "value_not_number"})},
		{"metrics", false, with(open, step{"2", "Order Complted"})},
	}
}

// TestPictures holds docs/pictures against what the program draws in a terminal; -update draws them.
//
// The capture file that is shown is of today, since a screen says the day of all other times; in the pictures it is that of
// the examples. The port is one of as many digits as the usual one, which another segtap may have.
func TestPictures(t *testing.T) {
	for _, p := range pictures() {
		t.Run(p.name, func(t *testing.T) {
			dir := t.TempDir()
			today := time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour)
			if err := os.WriteFile(filepath.Join(dir, "shop.ndjson"), []byte(shopCapture(t, today)), 0o600); err != nil {
				t.Fatal(err)
			}
			catalogue, err := os.ReadFile("../../docs/examples/metrics.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "metrics.yaml"), catalogue, 0o600); err != nil {
				t.Fatal(err)
			}
			term, port := p.open(t, dir)
			defer leave(t, term)
			settled := func(picture string) string {
				return strings.NewReplacer("127.0.0.1:"+port, "127.0.0.1:8910", today.Format(time.DateOnly), example.Format(time.DateOnly),
					tenSeconds(today), tenSeconds(example)).Replace(picture)
			}
			for _, s := range p.steps {
				if err := term.Press(strings.Fields(s.press)...); err != nil {
					t.Fatal(err)
				}
				if err := term.WaitFor(s.sees, patience); err != nil {
					t.Fatal(err)
				}
			}
			path := filepath.Join("..", "..", "docs", "pictures", p.name+".svg")
			if flag.Lookup("update").Value.String() == "true" {
				for time.Since(term.Written()) < time.Second { // what is still drawn, such as what has been judged
					time.Sleep(time.Second / 10)
				}
			} else if want, err := os.ReadFile(path); err == nil {
				_ = term.WaitForPicture(func(picture string) bool { return settled(picture) == string(want) }, patience/2)
			}
			screentest.GoldenPicture(t, path, settled(term.Picture()))
		})
	}
}

// open starts the program on a port that is free.
func (p picture) open(t *testing.T, dir string) (*screentest.Terminal, string) {
	t.Helper()
	var last error
	for port := 8910; port < 9000; port++ {
		address := "127.0.0.1:" + strconv.Itoa(port)
		listener, err := net.Listen("tcp", address)
		if err != nil {
			last = err
			continue
		}
		_ = listener.Close()
		cmd := program(t, "--listen", address, "--file", "shop.ndjson", "--metrics", "metrics.yaml")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir, "TZ=UTC",
			"TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "LD_ACCESS_TOKEN=", "LD_PROJECT=", "LD_ENVIRONMENT=", "LD_CLIENT_SIDE_ID=5f0c1d2e3a4b5c6d7e8f9002", "SEGTAP_WRITE_KEY=", "TMUX=", "STY=")
		if p.light {
			cmd.Env = append(cmd.Env, "COLORFGBG=0;15")
		}
		term, err := screentest.Start(cmd, 120, 32)
		if err != nil {
			t.Fatal(err)
		}
		if last = term.WaitFor(address, patience); last == nil {
			return term, strconv.Itoa(port)
		}
		leave(t, term) // another program was quicker
	}
	t.Fatal(last)
	return nil, ""
}

func leave(t *testing.T, term *screentest.Terminal) {
	t.Helper()
	if term.Signal(syscall.SIGTERM) == nil { // killed, it would not say what it has covered
		_, _ = term.WaitExit(patience)
	}
	if err := term.Close(); err != nil {
		t.Error(err)
	}
}

// shopCapture returns a capture file of the shop in docs/examples, as if it had been captured since noon.
func shopCapture(t *testing.T, noon time.Time) string {
	t.Helper()
	shop, err := os.ReadFile("../../docs/examples/shop.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	day := noon.Format(time.DateOnly)
	var b strings.Builder
	fmt.Fprintf(&b, `{"v":1,"rec":"segtap","at":"%sT12:00:00Z","program":"segtap"}`+"\n", day)
	messages := strings.ReplaceAll(string(shop), example.Format(time.DateOnly), day)
	n := 0
	for message := range strings.Lines(messages) {
		n++
		var of struct{ Type, Event string }
		if err := json.Unmarshal([]byte(message), &of); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(strings.TrimSpace(message))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, `{"v":1,"rec":"request","id":%d,"at":"%sT12:00:%02d.000Z","n":1,"heads":[{"type":%q,"event":%q,"verdict":"unknown","errors":0,"warnings":0}],`, n, day, n, of.Type, of.Event)
		fmt.Fprintf(&b, `"method":"POST","path":"/v1/%s","type":%q,"query":"","remote":"127.0.0.1:51894","write_key":"shop-write-key","library":"analytics-node/3.1.0",`, of.Type, of.Type)
		fmt.Fprintf(&b, `"headers":{"Content-Type":"application/json","User-Agent":"analytics-node/3.1.0"},"wire_bytes":%d,"status":200,"body":%s}`+"\n", len(body), body)
	}
	return b.String()
}
