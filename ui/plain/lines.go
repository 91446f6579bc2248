package plain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"segtap/mapping/prose"
)

const (
	longest     = 1 << 20 // bytes that a line may have
	mostWaiting = 100     // lines that wait; more are not read until one is done
)

// line is what was typed.
type line struct {
	text string
	long bool  // it has more than longest; there is no text then
	err  error // why no more can be read
}

// readLines reads lines until there are no more, or done is closed.
func readLines(from io.Reader, done <-chan struct{}) <-chan line {
	lines := make(chan line)
	go func() {
		defer close(lines)
		in := bufio.NewReader(from)
		for {
			l, err := readLine(in)
			if !errors.Is(err, io.EOF) {
				l.err = err
			} else if l == (line{}) {
				return
			}
			select {
			case lines <- l:
			case <-done:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// readLine reads to the end of a line. What is too long is read as well, and not kept.
func readLine(in *bufio.Reader) (l line, err error) {
	var text []byte
	for {
		part, err := in.ReadSlice('\n')
		if l.long = l.long || len(text)+len(part) > longest; l.long {
			text = nil
		} else {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			l.text = string(bytes.TrimRight(text, "\r\n"))
			return l, err
		}
	}
}

// take takes a line: the answer to a question, or a command.
func (s *session) take(ctx context.Context, l line) {
	switch {
	case l.long:
		s.say("That line has more than %s: nothing is done with it.", prose.Bytes(longest))
	case l.err != nil:
		s.say("No more can be read from standard input: %v.", l.err)
	}
	if answer := s.answer; answer != nil {
		s.answer = nil
		answer(ctx, strings.TrimSpace(l.text))
		return
	}
	if fields := strings.Fields(l.text); len(fields) > 0 {
		s.do(ctx, fields[0], strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l.text), fields[0])))
	}
}

// stopWord is the one command that is done while something else is.
const stopWord = "stop"

// meanwhile waits for news of what takes long, and tells what else happens. Lines wait for their turn, so that commands are
// done in their order, but for stop. It returns what comes of four: the news, their end (closed), stop, or something else.
func meanwhile[T any](ctx context.Context, s *session, news <-chan T, until string) (value T, closed, stop bool) {
	lines, changed := s.lines, s.Store.Changed()
	if s.ended || len(s.waiting) >= mostWaiting {
		lines = nil
	}
	if !s.telling {
		changed = nil
	}
	s.flush()
	select {
	case next, open := <-news:
		return next, !open, false
	case l, open := <-lines:
		stop = s.heard(l, open, until)
	case <-changed:
		s.tell(ctx)
	case err := <-s.stopped:
		s.unserved(err)
	case <-ctx.Done():
	}
	return value, false, stop
}

// heard has a line wait, and reports whether it is stop.
func (s *session) heard(l line, open bool, until string) (stop bool) {
	switch {
	case !open:
		s.ended = true
		return false
	case strings.EqualFold(strings.TrimSpace(l.text), stopWord):
		return true
	}
	s.waiting = append(s.waiting, l)
	if s.Prompt {
		s.say("That is done %s. %s does not wait.", until, stopWord)
	}
	return false
}

// next takes the first of the lines that wait.
func (s *session) next(ctx context.Context) {
	l := s.waiting[0]
	s.waiting = s.waiting[1:]
	if s.Prompt {
		s.say("> %s", l.text)
	}
	s.take(ctx, l)
	s.prompt()
}
