package plain

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/query"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
)

// File is a file that is shown beside what is captured.
type File struct {
	Name, Format string
	Store        *store.Store
	Notes        func() []string              // what has to be said of it when all of it has been read; nil for nothing
	Place        func(*store.Captured) string // where an event stands in it
}

// Options are what a session works with.
type Options struct {
	Store   *store.Store // what is captured
	Files   []File       // the first of them is shown first
	Address string       // where it listens; empty where it only watches
	File    string       // the capture file; empty for none
	Notes   []string
	In      io.Reader // a command a line
	Out     io.Writer
	Prompt  bool // somebody types the commands
	Env     replay.Env
	Client  *replay.Client
	Target  string // of replays, where none is named; empty for none
	Now     func() time.Time
	NewID   func() string // fresh UUIDs
	Version string        // of segtap
}

// session is one conversation.
type session struct {
	Options
	shown  *store.Store  // what commands speak of: what is captured, or a file
	reader *store.Reader // of what is captured
	out    *bufio.Writer
	failed error // of writing

	wanted *query.Filter // nil: everything
	filter string        // as it was typed
	held   bool          // what comes is not told
	next   int           // place of the entry that is told next
	from   int           // place in what is listed from which more goes on
	// answer takes the next line, which answers a question; nil when there is none.
	answer func(ctx context.Context, line string)
	asked  bool // the prompt stands, and perhaps some of a command behind it
	over   bool

	unmatched int
	failure   string
}

// Run tells what comes and answers commands, until one of them or the end of the input ends it, or ctx does. The error says
// that nothing can be written any more.
func Run(ctx context.Context, opt Options) error {
	s := &session{Options: opt, shown: opt.Store, reader: opt.Store.NewReader(), out: bufio.NewWriter(opt.Out)}
	if s.loaded(ctx, s.Store, s.File) {
		counts := s.Store.Counts()
		s.next = counts.First + counts.Entries
		s.say("%s", s.status())
		for _, note := range s.Notes {
			s.say("%s.", strings.TrimSuffix(note, "."))
		}
		if len(s.Files) > 0 {
			s.show(ctx, 0)
		}
		s.say("Type help for the commands, quit to leave.")
		s.converse(ctx)
	}
	if err := s.out.Flush(); s.failed == nil {
		s.failed = err
	}
	if s.failed != nil {
		return fmt.Errorf("cannot write to standard output: %w", s.failed)
	}
	return nil
}

// loaded waits until all of a file is listed and judged.
func (s *session) loaded(ctx context.Context, of *store.Store, name string) bool {
	for told := false; ; {
		if c := of.Counts(); c.Loading >= 1 && c.Stale == 0 {
			return true
		}
		if !told {
			told = true
			s.say("Reading %s.", name)
			s.flush()
		}
		select {
		case <-of.Changed():
		case <-ctx.Done():
			return false
		}
	}
}

// converse takes commands and tells what comes, until the end.
func (s *session) converse(ctx context.Context) {
	lines := make(chan string)
	done := make(chan struct{})
	defer close(done)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(s.In)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-done:
				return
			}
		}
	}()
	s.prompt()
	for !s.over && s.failed == nil {
		select {
		case <-ctx.Done():
			return
		case line, ok := <-lines:
			if !ok {
				s.tell()
				return
			}
			s.asked = false
			s.tell() // what came before it
			s.take(ctx, line)
			s.prompt()
		case <-s.Store.Changed():
			s.tell()
		}
	}
}

// take takes a line: the answer to a question, or a command.
func (s *session) take(ctx context.Context, line string) {
	if answer := s.answer; answer != nil {
		s.answer = nil
		answer(ctx, strings.TrimSpace(line))
		return
	}
	if fields := strings.Fields(line); len(fields) > 0 {
		s.do(ctx, fields[0], strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), fields[0])))
	}
}

// prompt says that a command can be typed.
func (s *session) prompt() {
	if s.Prompt && !s.over {
		_, s.failed = s.out.WriteString("> ")
		s.asked = true
	}
	s.flush()
}

func (s *session) flush() {
	if err := s.out.Flush(); s.failed == nil {
		s.failed = err
	}
}

// say writes a line. Texts from outside are escaped as a whole: there is nothing else in it that could be.
func (s *session) say(format string, args ...any) {
	if s.failed == nil {
		_, s.failed = s.out.WriteString(sanitize.Escape(fmt.Sprintf(format, args...)) + "\n")
	}
}

// mostTold is how many events are told one by one when they come at once.
const mostTold = 10

// tell tells what has come since it last did.
func (s *session) tell() {
	counts := s.Store.Counts()
	end := counts.First + counts.Entries
	s.next = max(s.next, counts.First)
	var news []string
	if failure := counts.Failure; failure != s.failure {
		if s.failure = failure; failure == "" {
			failure = "What comes is kept again"
		} else {
			failure = "Nothing can be kept now, and senders get 503: " + failure
		}
		news = append(news, failure+".")
	}
	if counts.Unmatched > s.unmatched {
		s.unmatched = counts.Unmatched
		news = append(news, fmt.Sprintf("A request came that is not one of Segment's: %s. %s.", counts.LastUnmatched.String(), strings.TrimSuffix(counts.LastUnmatched.Hint(), ".")))
	}
	came := end - s.next
	switch {
	case s.held:
	case came > mostTold:
		news = append(news, fmt.Sprintf("%s came; list tells the last of them.", count.Of(came, "event")))
		s.next = end
	default:
		for ; s.next < end; s.next++ {
			if entry, ok := s.Store.At(s.next); ok {
				news = append(news, s.arrival(entry.ID)...)
			}
		}
	}
	if len(news) == 0 {
		return
	}
	asked := s.asked
	if asked {
		_, s.failed = s.out.WriteString("\n") // what is being typed stays a line of its own
	}
	for _, line := range news {
		s.say("%s", line)
	}
	if asked {
		s.prompt()
	}
	s.flush()
}

// arrival tells of an event that has come, where the filter wants it.
func (s *session) arrival(id uint64) []string {
	got, err := s.reader.ReadWanted(id, s.wanted)
	switch {
	case err != nil:
		return []string{fmt.Sprintf("Event %d cannot be read: %v.", id, err)}
	case got == nil:
		return nil
	}
	return []string{sentence(got)}
}
