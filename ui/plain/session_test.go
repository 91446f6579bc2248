package plain

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/launchdarkly/files"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// talk is a session over an endpoint that really listens: commands go in, lines come out.
type talk struct {
	t        *testing.T
	url      string
	commands *io.PipeWriter
	lines    chan string
	ended    chan error
}

func newTalk(t *testing.T, with ...func(*Options)) *talk {
	t.Helper()
	in := newStore(t)
	server := httptest.NewServer(ingest.New(in, ingest.Options{Now: func() time.Time { return noon }}))
	t.Cleanup(server.Close)
	commands, typed := io.Pipe()
	said, out := io.Pipe()
	l := &talk{t: t, url: server.URL, commands: typed, lines: make(chan string, 1000), ended: make(chan error, 1)}
	ids := 0
	opt := Options{
		Store: in, Address: "http://127.0.0.1:8910", In: commands, Out: out, Env: replay.Env{Address: server.URL},
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		Now:    func() time.Time { return noon },
		NewID: func() string {
			ids++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", ids)
		},
		Version: "test",
	}
	for _, change := range with {
		change(&opt)
	}
	go func() {
		l.ended <- Run(context.Background(), opt)
		_ = out.Close()
	}()
	l.listen(said)
	t.Cleanup(func() {
		_ = typed.Close()
		for range l.lines { // what nobody has looked at
		}
		if err := <-l.ended; err != nil {
			t.Error(err)
		}
	})
	l.hears("Type help for the commands")
	return l
}

// newStore is a store in memory that knows the shop's metrics.
func newStore(t *testing.T) *store.Store {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := os.ReadFile("../../docs/examples/metrics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := files.ReadText("metrics.yaml", catalogue)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := set.Join(nil)
	in, err := store.New(mapping.NewJudge(engine).With(known), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// listen has each line that is written be heard.
func (l *talk) listen(said io.Reader) {
	go func() {
		defer close(l.lines)
		rest, buf := "", make([]byte, 4096)
		for {
			n, err := said.Read(buf)
			rest += string(buf[:n])
			for {
				line, after, whole := strings.Cut(rest, "\n")
				if !whole {
					break
				}
				rest = after
				l.lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
}

// types types a command.
func (l *talk) types(command string) {
	l.t.Helper()
	if _, err := io.WriteString(l.commands, command+"\n"); err != nil {
		l.t.Fatal(err)
	}
}

// hears waits for a line that holds a text, and returns the lines up to it.
func (l *talk) hears(text string) string {
	l.t.Helper()
	var heard strings.Builder
	timer := time.NewTimer(20 * time.Second)
	defer timer.Stop()
	for {
		select {
		case line, ok := <-l.lines:
			heard.WriteString(line + "\n")
			if strings.Contains(line, text) {
				return heard.String()
			}
			if !ok {
				l.t.Fatalf("it ended without saying %q:\n%s", text, heard.String())
			}
		case <-timer.C:
			l.t.Fatalf("it does not say %q:\n%s", text, heard.String())
		}
	}
}

func (l *talk) post(route, body string) {
	l.t.Helper()
	res, err := http.Post(l.url+"/v1/"+route, "application/json", strings.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	_ = res.Body.Close()
}

const (
	goodOrder = `{"userId":"u_42","event":"Order Completed","properties":{"revenue":59.9}}`
	badOrder  = `{"userId":"u_9","event":"Order Completed","properties":{"revenue":"$24.50"}}`
)

func TestWhatComesIsTold(t *testing.T) {
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: Order Completed, user u_42, value 59.9: counts toward order-revenue in checkout-redesign.")
	l.post("track", badOrder)
	l.hears(`Event 2: Order Completed, user u_9, value "$24.50": dropped by Segment: not a number. Error value_not_number at properties.revenue.`)
	l.post("page", `{"userId":"u_9","name":"Checkout"}`)
	l.hears("Event 3: page Checkout, user u_9: not a Track call.")
	l.post("track", `{`)
	l.hears("Event 4: no message: rejected: not JSON. Error invalid_json.")
	l.types("filter is:error")
	l.hears("Filter is:error: 2 of 4 events.")
	l.post("track", goodOrder)
	l.types("status")
	if heard := l.hears("5 events: 2 errors"); strings.Contains(heard, "Event 5") {
		t.Errorf("it tells what the filter does not want:\n%s", heard)
	}
	l.types("filter")
	l.types("pause")
	l.hears("What comes is captured and not told")
	l.post("track", goodOrder)
	l.types("follow")
	l.hears("Event 6: ")
}

func TestManyAtOnceAreCounted(t *testing.T) {
	l := newTalk(t)
	l.post("batch", `{"batch":[`+strings.Repeat(`{"type":"track","userId":"u","event":"Signed Up"},`, 24)+`{"type":"track","userId":"u","event":"Signed Up"}]}`)
	l.hears("25 events came; list tells the last of them.")
	l.types("list 3")
	if heard := l.hears("22 events before these: more tells them."); strings.Count(heard, "Event ") != 3 {
		t.Errorf("it tells:\n%s", heard)
	}
	l.types("more")
	l.hears("Event 13: ")
	l.hears("12 events before these")
}

func TestARepairIsKeptAndSentOnlyWithAYes(t *testing.T) {
	var came atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came.Add(1) }))
	defer elsewhere.Close()
	l := newTalk(t)
	l.post("track", badOrder)
	l.hears("Event 1: ")
	l.types("show 1")
	for _, text := range []string{
		"Verdict: dropped by Segment: not a number.", "Gates: fails: valued; passes: received,", "Problem 1 of 1: error value_not_number at properties.revenue",
		"Send a JSON number: 24.5", `"revenue": "$24.50"`, "Nothing goes to LaunchDarkly: Metric Value must be a number",
	} {
		l.hears(text)
	}
	l.types("fix 1")
	l.hears("properties.revenue is 24.5 now.")
	l.hears("Event 2: Order Completed, user u_9, value 24.5, an edit of 1: counts toward order-revenue in checkout-redesign.")
	l.types("set 2 userId u_77")
	l.hears(`userId is "u_77" now.`)
	l.hears("Event 3: Order Completed, user u_77")

	l.types("replay 3 " + elsewhere.URL)
	l.hears("This request goes to " + elsewhere.URL)
	l.hears(`{"userId":"u_77","event":"Order Completed","properties":{"revenue":24.5},"type":"track"}`)
	l.hears("Type yes to send it")
	l.types("y")
	l.hears("Nothing was sent.")
	if n := came.Load(); n != 0 {
		t.Fatalf("%d requests came without a yes", n)
	}
	l.types("replay 3 " + elsewhere.URL)
	l.hears("Type yes to send it")
	l.types("yes")
	l.hears("200: ")
	if n := came.Load(); n != 1 {
		t.Errorf("%d requests came", n)
	}
	l.types("replay 3 https://example.invalid/")
	l.hears("example.invalid?") // the question of the target
	l.types("no")
	l.hears("Nothing was sent.")
	l.types("replay 3 dry-run")
	l.hears("A dry run: nothing is sent.")
	l.types("replay 3 here")
	l.hears("Type yes to send it")
	l.types("yes")
	l.hears("Event 5: Order Completed, user u_77, value 24.5, a replay of 3: counts toward")
	l.hears("It is event 5: show 5 tells all of it.")
}

func TestSumsAreTold(t *testing.T) {
	l := newTalk(t)
	l.types("problems")
	l.hears("Nothing is wrong with any event.")
	for range 2 {
		l.post("track", badOrder)
	}
	l.post("track", goodOrder)
	l.post("track", `{"userId":"u_1","event":"Order Complted"}`)
	l.hears("Event 4: ")
	l.types("problems")
	l.hears("Error value_not_number: 2 events of Order Completed. The metric value is not a number.")
	l.types("metrics")
	l.hears(`Metric order-revenue takes "Order Completed": 3 events came, 2 dropped by Segment, 1 count. It runs in checkout-redesign.`)
	l.hears(`Metric products-viewed takes "Product Viewed": no event has come. No experiment runs on it.`)
	l.hears(`No metric takes "Order Complted": 1 event.`)
	l.types("explain value_not_number")
	l.hears("Send a JSON number without quotes")
}

func TestMistakesAreToldWithTheWayOut(t *testing.T) {
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	for command, says := range map[string]string{
		"lst":                     "There is no command lst. Did you mean list?",
		"hlep":                    "There is no command hlep. Did you mean help?",
		"stop":                    "Nothing goes on that could be stopped.",
		"replay":                  "For example replay 3 here, or replay marked here. It can go to: here, launchdarkly, ",
		"zzzzzz":                  "Type help for those that there are.",
		"show":                    "Which event? For example show 3.",
		"show 99":                 "There is no event 99. list tells the newest.",
		"list x":                  "list takes how many events to tell",
		"fix 1":                   "has no problem with an evident repair",
		"fix 1 value_not_number":  "value_not_number has no evident repair in event 1",
		"set 1":                   "Which value?",
		"set 1 properties.a.b 1":  "Event 1 stays as it is",
		"filter is:eror":          "That is no filter: column",
		"replay 1":                "Where to? here, launchdarkly,",
		"replay 1 launchdarkly":   "It cannot be sent there:",
		"replay 1 lauchdarkly":    "It can go to: here, launchdarkly,",
		"explain value_not_numbr": "There is no problem called",
	} {
		l.types(command)
		l.hears(says)
	}
}

// Text from outside cannot do anything to who reads it, and nothing is drawn.
func TestOnlyPlainTextIsWritten(t *testing.T) {
	l := newTalk(t)
	l.post("track", `{"userId":"\u001b[2J","event":"a\u0007\u202eb\r\nEvent 9: ok","properties":{"revenue":"\u001b]0;x\u0007"}}`)
	l.types("show 1")
	heard := l.hears("It came at")
	l.types("help")
	heard += l.hears("quit: leaves.")
	for _, r := range heard {
		if r != '\n' && (!unicode.IsPrint(r) || r >= 0x2500 && r < 0x2600) {
			t.Errorf("it writes %q:\n%s", r, heard)
		}
	}
	if strings.Contains(heard, "\nEvent 9") {
		t.Errorf("a name makes a line of its own:\n%s", heard)
	}
}
