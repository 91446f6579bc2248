package plain

import (
	"context"
	"strconv"
	"strings"

	"segtap/capture/store"
	"segtap/ui/widget/count"
)

// captured is what the capture is called among the files.
const captured = "capture"

// open goes to a file, or back to the capture.
func (s *session) open(ctx context.Context, args string) {
	switch {
	case args == captured:
		s.capture()
		s.say("%s", s.status())
		return
	case args == "" && len(s.Files) == 0:
		s.say("No files were given: segtap --plain FILE shows one beside what is captured.")
		return
	case args == "":
		for i := range s.Files {
			s.say("File %d: %s, %s, %s.", i+1, s.Files[i].Name, s.Files[i].Format, count.Of(s.Files[i].Store.Counts().Entries, "event"))
		}
		s.say("open %s goes back to what is captured.", captured)
		return
	}
	for i := range s.Files {
		if s.Files[i].Name == args || strconv.Itoa(i+1) == strings.TrimPrefix(args, "#") {
			s.show(ctx, i)
			return
		}
	}
	s.say("No file %s was given. open tells which there are.", args)
}

// show has commands speak of a file.
func (s *session) show(ctx context.Context, i int) {
	f := &s.Files[i]
	if !s.loaded(ctx, f.Store, f.Name, "does not wait for it") {
		s.say("%s is read on. open %d goes to it.", f.Name, i+1)
		return
	}
	s.shown, s.from = f.Store, 0
	c := f.Store.Counts()
	s.say("The file %s, %s: %s, %s, %s.", f.Name, f.Format, count.Of(c.Entries, "event"), count.Of(c.Errors, "error"), count.Of(c.Warnings, "warning"))
	if f.Notes != nil {
		for _, note := range f.Notes() {
			s.say("%s.", strings.TrimSuffix(note, "."))
		}
	}
	s.say("list tells its events; open %s goes to what is captured.", captured)
}

// capture has commands speak of what is captured.
func (s *session) capture() { s.shown, s.from = s.Store, 0 }

// opened returns the file that commands speak of; nil where that is the capture.
func (s *session) opened() *File {
	for i := range s.Files {
		if s.Files[i].Store == s.shown {
			return &s.Files[i]
		}
	}
	return nil
}

// bring returns an event as what is done with it is done: one of a file is brought into the capture first, and commands
// speak of that from then on.
func (s *session) bring(of *File, got *store.Captured) (*store.Captured, bool) {
	if of == nil {
		return got, true
	}
	from := of.Place(got)
	id, _, err := store.CopiesIn(s.Store).Bring(got, from)
	if err == nil {
		got, err = s.Store.Read(id)
	}
	if err != nil {
		s.say("It cannot be brought into the capture: %v.", err)
		return nil, false
	}
	s.capture()
	s.say("%s is event %d of the capture now, and commands speak of the capture.", from, id)
	return got, true
}
