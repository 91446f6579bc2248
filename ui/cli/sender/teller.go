package sender

import (
	"bufio"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// teller prints what comes of each request on standard output, and how far the whole
// has come on standard error, where that is a terminal.
type teller struct {
	std      console.Streams
	store    *store.Store
	json     bool
	progress bool

	mu     sync.Mutex
	out    *bufio.Writer
	failed error
	shown  bool // a line of progress stands
}

func newTeller(std console.Streams, s *store.Store, json bool) *teller {
	return &teller{std: std, store: s, json: json, progress: term.IsTerminal(std.Err.Fd()), out: bufio.NewWriter(std.Out)}
}

// line is what is printed as JSON of a request.
type line struct {
	Entry    uint64            `json:"entry,omitzero"`
	Entries  []uint64          `json:"entries,omitempty"` // of a batch
	From     string            `json:"from,omitzero"`
	Event    string            `json:"event,omitzero"`
	Outcome  string            `json:"outcome,omitzero"`
	Status   int               `json:"status,omitzero"`
	Failure  replay.Failure    `json:"failure,omitzero"`
	Tries    int               `json:"tries,omitzero"`
	MS       float64           `json:"ms,omitzero"`
	Attempt  string            `json:"attempt,omitzero"`
	Why      string            `json:"why,omitzero"`
	Method   string            `json:"method,omitzero"` // of a dry run, as what follows
	URL      string            `json:"url,omitzero"`
	Headers  map[string]string `json:"headers,omitempty"`
	Body     string            `json:"body,omitzero"`
	Messages int               `json:"messages,omitzero"`
}

// lineOf begins the line of entries.
func (t *teller) lineOf(entries []uint64) line {
	l := line{Entry: entries[0], Messages: len(entries)}
	if got, err := t.store.Read(entries[0]); err == nil {
		l.From, l.Event = got.Record.From, got.Entry.Name
		if l.Event == "" {
			l.Event = got.Entry.Type
		}
	}
	if len(entries) > 1 {
		l.Entry, l.Entries, l.Event = 0, entries, ""
	}
	return l
}

// of names what a line is about, for people.
func (l *line) of() string {
	if l.Messages > 1 {
		return fmt.Sprintf("%s and %d behind it", l.From, l.Messages-1)
	}
	return strings.TrimSpace(l.From + "  " + l.Event)
}

// result prints what came of a request.
func (t *teller) result(r plan.Result) {
	l := t.lineOf(r.Entries)
	l.Outcome, l.Why = r.Outcome.String(), r.Why
	text := l.of() + "  " + l.Outcome
	if a := r.Attempt; a != nil {
		l.Status, l.Failure, l.Tries, l.Attempt, l.MS = a.Status, a.Failure, a.Tries, a.ID, float64(a.Duration.Microseconds())/1000
		if l.Why = a.Aside(); r.Outcome != replay.Taken {
			l.Why = a.Meaning()
		}
		text += fmt.Sprintf("  %s  %d ms", a.Result(), a.Duration.Milliseconds())
	}
	if l.Why != "" {
		text += "  " + l.Why
	}
	t.print(&l, text)
}

// request prints what would go out.
func (t *teller) request(entries []uint64, r replay.Request) error {
	l := t.lineOf(entries)
	l.Method, l.URL, l.Headers = r.Method, r.URL, make(map[string]string)
	for _, field := range r.Header {
		l.Headers[field.Name] = field.Value
	}
	preview := r.Preview()
	for i, text := range preview {
		if text == "" {
			l.Body = strings.Join(preview[i+1:], "\n")
			break
		}
	}
	for i := range preview {
		preview[i] = sanitize.Escape(preview[i])
	}
	t.print(&l, "# "+l.of(), append(preview, "")...)
	return t.failed
}

func (t *teller) print(l *line, text string, below ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
	var err error
	if t.json {
		err = jsonl.Write(t.out, l)
	} else {
		_, err = fmt.Fprintln(t.out, strings.Join(append([]string{sanitize.Escape(text)}, below...), "\n"))
	}
	if err == nil && t.out.Buffered() > 0 && t.progress {
		err = t.out.Flush()
	}
	if t.failed == nil {
		t.failed = err
	}
}

func (t *teller) flush() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.out.Flush(); t.failed == nil {
		t.failed = err
	}
	return t.failed
}

// clear takes the line of progress away. The caller holds mu.
func (t *teller) clear() {
	if t.shown {
		fmt.Fprint(t.std.Err, "\r\x1b[K")
		t.shown = false
	}
}

// progressEvery is how often the line of progress is drawn at most.
const progressEvery = 200 * time.Millisecond

// follow tells how far a run has come until it ends.
func (t *teller) follow(run *plan.Run) plan.Report {
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		report := run.Report()
		if report.Ended {
			return report
		}
		if t.progress {
			t.mu.Lock()
			t.clear()
			fmt.Fprint(t.std.Err, "segtap: "+report.Progress())
			t.shown = true
			t.mu.Unlock()
		} else {
			_ = t.flush() // whoever reads the lines waits for them
		}
		<-tick.C
		for more := true; more; {
			select {
			case <-run.Changed():
			default:
				more = false
			}
		}
	}
}

// ended says what became of everything, and fails where not all was taken.
func (t *teller) ended(report plan.Report, path string) error {
	t.mu.Lock()
	t.clear()
	t.mu.Unlock()
	if err := t.flush(); err != nil {
		return err
	}
	account := report.Account.String()
	hint := ""
	if path != "" && report.Left+report.NotSent > 0 {
		hint = "`segtap replay --resume " + path + "` goes on"
	} else if path != "" && report.Unknown > 0 {
		hint = "`segtap replay --resume " + path + " --again unknown` sends what is unknown again, which may count twice"
	}
	switch {
	case report.Halted != "":
		return console.Failed(hint, "stopped: %s %s", report.Halted, account)
	case report.Stopping:
		return console.Interrupted(hint, "stopped: %s", account)
	case !report.AllTaken():
		return console.Failed(hint, "%s", account)
	}
	notes := []string{fmt.Sprintf("%s in %s", account, report.Elapsed.Round(time.Millisecond))}
	if path != "" {
		notes = append(notes, "what was sent stands in "+path)
	}
	console.Say(t.std, notes)
	return nil
}
