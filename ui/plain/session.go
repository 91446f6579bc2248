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
	OneKey  bool         // it is one write key of a stream, to read only
	Notes   []string
	In      io.Reader // a command a line
	Out     io.Writer
	Prompt  bool // somebody types the commands
	Env     replay.Env
	Client  *replay.Client
	Target  string // of replays, where none is named; empty for none
	// Stopped waits until nothing listens any more, and says why; nil where that is not known.
	Stopped func() error
	Now     func() time.Time
	NewID   func() string // fresh UUIDs
	Version string        // of segtap
}

// session is one conversation.
type session struct {
	Options
	voice
	shown  *store.Store  // what commands speak of: what is captured, or a file
	reader *store.Reader // of what is captured

	wanted *query.Filter // nil: everything
	filter string        // as it was typed
	held   bool          // what comes is not told
	place  int           // in the list, of the entry that is told next
	from   int           // place in what is listed from which more goes on
	// answer takes the next line, which answers a question; nil when there is none.
	answer func(ctx context.Context, line string)
	over   bool

	lines   <-chan line
	waiting []line     // what was typed while something took long
	ended   bool       // there are no more lines
	telling bool       // the capture file has been read, and what comes is told
	stopped chan error // gets why nothing listens any more

	unmatched int
	keeping   store.Keeping
	trouble   string // with the stream
	deaf      string // why nothing listens any more; empty while something does
}

// Run tells what comes and answers commands, until one of them or the end of the input ends it, or ctx does. The error says
// that nothing can be written any more.
func Run(ctx context.Context, opt Options) error {
	s := &session{Options: opt, shown: opt.Store, reader: opt.Store.NewReader(), voice: voice{out: bufio.NewWriter(opt.Out)}, stopped: make(chan error, 1)}
	done := make(chan struct{})
	defer close(done)
	s.lines = readLines(opt.In, done)
	if opt.Stopped != nil {
		go func() {
			if err := opt.Stopped(); err != nil {
				s.stopped <- err
			}
		}()
	}
	if s.loaded(ctx, s.Store, s.File, "leaves") {
		counts := s.Store.Counts()
		s.place, s.telling = counts.First+counts.Entries, true
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

// loaded waits until all of a file is listed and judged, and says what stop does meanwhile.
func (s *session) loaded(ctx context.Context, of *store.Store, name, stops string) bool {
	const step = 0.25 // of it, after which it is told how far it is
	for told, judged := -1.0, false; ctx.Err() == nil && s.failed == nil; {
		c := of.Counts()
		switch {
		case c.Loading >= 1 && c.Stale == 0:
			return true
		case told < 0:
			told = 0
			s.say("Reading %s. %s %s.", name, stopWord, stops)
		case c.Loading >= 1 && !judged:
			judged = true
			s.say("%s is read, and its events are judged.", name)
		case c.Loading < 1 && c.Loading >= told+step:
			told = c.Loading
			s.say("%.0f%% of %s is read.", 100*c.Loading, name)
		}
		if _, _, stop := meanwhile(ctx, s, of.Changed(), "when "+name+" has been read"); stop {
			return false
		}
	}
	return false
}

// converse takes commands and tells what comes, until the end.
func (s *session) converse(ctx context.Context) {
	s.prompt()
	for !s.over && s.failed == nil && ctx.Err() == nil {
		if len(s.waiting) > 0 {
			s.next(ctx)
			continue
		}
		if s.ended {
			s.tell(ctx)
			break
		}
		select {
		case <-ctx.Done():
		case l, ok := <-s.lines:
			if s.ended = !ok; ok {
				s.asked = false
				s.tell(ctx) // what came before it
				s.take(ctx, l)
				s.prompt()
			}
		case err := <-s.stopped:
			s.unserved(err)
		case <-s.Store.Changed():
			s.tell(ctx)
		}
	}
	s.endPrompt()
	if s.answer != nil { // which nobody gives any more
		s.answer(ctx, "")
	}
}

// prompt says that a command can be typed, where nothing is to be done before.
func (s *session) prompt() {
	if s.Prompt && !s.over && len(s.waiting) == 0 {
		s.ready()
	}
	s.flush()
}

// tell tells what has come since it last did.
func (s *session) tell(ctx context.Context) {
	counts := s.Store.Counts()
	var news []string
	if trouble := counts.Trouble; trouble != s.trouble {
		if s.trouble = trouble; trouble == "" {
			trouble = "The stream is reached again"
		}
		news = append(news, trouble+".")
	}
	again, failure := s.keeping.News(&counts)
	if again {
		news = append(news, "What comes is kept again.")
	}
	if failure != "" {
		news = append(news, "Nothing can be kept now, and senders get 503: "+failure+".")
	}
	if counts.Unmatched > s.unmatched {
		s.unmatched = counts.Unmatched
		news = append(news, fmt.Sprintf("A request came that is not one of Segment's: %s. %s.", counts.LastUnmatched.String(), strings.TrimSuffix(counts.LastUnmatched.Hint(), ".")))
	}
	s.place = max(s.place, counts.First)
	if !s.held {
		news = append(news, s.arrivals(ctx, counts.First+counts.Entries)...)
	}
	s.aside(news)
}

// unserved tells that nothing listens any more.
func (s *session) unserved(err error) {
	s.deaf = err.Error()
	s.aside([]string{"Nothing listens any more, so nothing is captured: " + s.deaf + ". Start segtap again."})
}

// mostTold is how many events are told one by one when they come at once.
const mostTold = 10

// arrivals tells of the events that have come, up to a place in the list, where the filter wants them.
func (s *session) arrivals(ctx context.Context, end int) []string {
	var came []uint64
	for ; s.place < end; s.place++ {
		if entry, ok := s.Store.At(s.place); ok {
			came = append(came, entry.ID)
		}
	}
	that := ""
	if s.wanted != nil && len(came) > mostTold {
		came, that = wantedOf(ctx, s.Store, s.wanted, came), "that the filter wants "
	}
	if len(came) > mostTold {
		return []string{fmt.Sprintf("%s %scame; list tells the last of them.", count.Of(len(came), "event"), that)}
	}
	var news []string
	for _, id := range came {
		news = append(news, s.arrival(id)...)
	}
	return news
}

// wantedOf returns those that a filter wants, of some of a store.
func wantedOf(ctx context.Context, of *store.Store, filter *query.Filter, came []uint64) (wanted []uint64) {
	behind := came[len(came)-1] + 1
	search := of.SearchAmong(filter, came, behind)
	for {
		ids, done := search.Next(ctx)
		for _, id := range ids {
			if id < behind { // what has come meanwhile is told next
				wanted = append(wanted, id)
			}
		}
		if done || ctx.Err() != nil {
			return wanted
		}
	}
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
