package cli

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"

	"segtap/capture/control/eventjson"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
)

// printer prints what the store gets.
type printer struct {
	store     *store.Store
	wanted    *query.Filter // nil: everything is printed
	next      int           // place in the list of the entry that is printed next
	out       *bufio.Writer
	log       *slog.Logger
	line      []byte
	tries     uint64 // as of store.Store.Tries
	unmatched int
	damaged   int
	keeping   store.Keeping
	trouble   string // as of Counts
	unread    string
	file      string
	field     string // what the file is called in the log
	quiet     bool   // no event is printed
}

// follow prints entries as they come until the endpoint has ended, and then
// those that are left: what was acknowledged is printed.
func (p *printer) follow(ended <-chan struct{}) error {
	reader := p.store.NewReader()
	for {
		p.tell()
		if err := p.printNew(reader); err != nil {
			return err
		}
		select {
		case <-ended:
			return p.printNew(reader)
		case <-p.store.Changed():
		}
	}
}

// printNew prints what has come: the events, and then the further tries that had
// come before, whose events have all been printed.
func (p *printer) printNew(reader *store.Reader) error {
	if p.quiet {
		return nil
	}
	list, now, missed := p.store.Tries(p.tries)
	p.tries = now
	if err := p.printRest(reader); err != nil {
		return err
	}
	return p.printTries(reader, list, missed)
}

// printRest prints the entries that have not been printed.
func (p *printer) printRest(reader *store.Reader) error {
	for {
		entry, ok := p.store.At(p.next)
		if !ok {
			if first := p.store.Counts().First; p.next < first {
				p.log.Warn(console.Count(first-p.next, "event")+" went by too fast to be printed; --max-events lists more", logging.Beside("events", first-p.next))
				p.next = first
				continue
			}
			break
		}
		got, err := reader.ReadWanted(entry.ID, p.wanted)
		if errors.Is(err, journal.ErrDamaged) {
			p.log.Warn(fmt.Sprintf("#%d cannot be read: %v", entry.ID, err), logging.Beside("id", entry.ID))
		} else if err != nil {
			return errors.Join(err, p.out.Flush())
		}
		if got == nil {
			p.next++
			continue
		}
		if err := p.print(got, store.Try{}); err != nil {
			return err
		}
		p.next++
	}
	return p.flush()
}

// print prints an entry, or a further try to send it.
func (p *printer) print(got *store.Captured, try store.Try) error {
	p.line = append(eventjson.AppendEvent(p.line[:0], got, try), '\n')
	if _, err := p.out.Write(eventjson.Escape(p.line)); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

func (p *printer) flush() error {
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

// printTries prints the line of an event again for each further try to send it.
func (p *printer) printTries(reader *store.Reader, list []store.Try, missed uint64) error {
	if missed > 0 {
		p.log.Warn(fmt.Sprintf("%d further tries went by too fast to be printed", missed), logging.Beside("tries", missed))
	}
	for _, try := range list {
		got, err := reader.ReadWanted(try.Entry, p.wanted)
		if err != nil || got == nil {
			continue // it has been let go, or is not wanted
		}
		if err := p.print(got, try); err != nil {
			return err
		}
	}
	return p.flush()
}

// tell says what no entry shows: requests that no route takes, and that nothing
// can be kept.
func (p *printer) tell() {
	c := p.store.Counts()
	if c.Unmatched > p.unmatched {
		p.unmatched = c.Unmatched
		last := &c.LastUnmatched
		p.log.Warn(last.String()+" came: "+last.Hint(), logging.Beside("method", last.Method, "path", last.Path, "so_far", c.Unmatched))
	}
	if c.Damaged > p.damaged {
		p.damaged = c.Damaged
		p.log.Warn(console.Count(c.Damaged, "place")+" of "+p.file+" cannot be read and was passed over; the "+c.Keeper()+" still has it", logging.Beside("places", c.Damaged, p.field, p.file))
	}
	if c.Unread != p.unread {
		if p.unread = c.Unread; c.Unread != "" {
			p.log.Warn(c.Unread)
		}
	}
	if was := p.trouble; c.Trouble != was {
		switch p.trouble = c.Trouble; c.Trouble {
		case "":
			p.log.Info("the stream is reached again")
		default:
			p.log.Warn(c.Trouble, logging.Beside("stream", p.file))
		}
	}
	again, failure := p.keeping.News(&c)
	if again {
		p.log.Info("what comes is kept again")
	}
	if failure != "" {
		until := "it works again"
		if c.Shared && errors.Is(p.store.Present(), journal.ErrGone) {
			until = "then" // which the failure says: until it is started anew
		}
		p.log.Error(failure+"; senders get 503 until "+until, logging.Beside("cause", failure))
	}
}
