package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/dustin/go-humanize"
	"golang.org/x/text/encoding/unicode"

	"segtap/mapping/origin"
)

// minified is how many bytes a line with a call has that nobody has written.
const minified = 5000

var (
	errTooLarge   = errors.New("it is too large")
	errNotRegular = errors.New("it is no regular file any more")
)

// text returns what stands in a file, until the next one is read. Links are followed only
// where somebody has named them.
func (w *worker) text(path string, named bool) ([]byte, error) {
	// Without waiting: a pipe could have taken the place of the file.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotRegular
	case info.Size() > w.opt.MaxSize:
		return nil, fmt.Errorf("%w: %s", errTooLarge, humanize.IBytes(uint64(info.Size())))
	}
	if at, err := os.Lstat(path); !named && err == nil && !at.Mode().IsRegular() {
		return nil, errNotRegular // a link has taken its place
	}
	n := 0
	for { // to its end, which may have moved since
		if n == len(w.buf) {
			w.buf = append(w.buf, make([]byte, len(w.buf))...)
		}
		more, err := f.Read(w.buf[n:min(len(w.buf), int(w.opt.MaxSize)+1)])
		n += more
		switch {
		case int64(n) > w.opt.MaxSize:
			return nil, fmt.Errorf("%w: it grows", errTooLarge)
		case errors.Is(err, io.EOF), err == nil && int64(n) == info.Size():
			return w.buf[:n], nil
		case err != nil:
			return nil, err
		}
	}
}

// plain returns a text as UTF-8, where it begins with the mark of UTF-16, as editors of
// Windows wrote it.
func plain(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte("\xff\xfe")) && !bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return text
	}
	read, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(text)
	if err != nil {
		return text
	}
	return read
}

// binary says whether a file is no text.
func binary(text []byte) bool { return bytes.IndexByte(text, 0) >= 0 }

// unmarked says whether a file looks like UTF-16 without the mark that says so: each second
// byte of its beginning is none.
func unmarked(text []byte) bool {
	beginning := text[:min(len(text), 64)&^1]
	for first := range 2 {
		none := 0
		for i := first; i < len(beginning); i += 2 {
			if beginning[i] == 0 && beginning[i^1] != 0 {
				none++
			}
		}
		if none > 3 && none == len(beginning)/2 {
			return true
		}
	}
	return false
}

// word stands in the lines of calls.
var word = []byte("rack")

// longest returns the length of the longest line that may have a call.
func longest(text []byte) int {
	most := 0
	for {
		at := bytes.Index(text, word)
		if at < 0 {
			return most
		}
		start := bytes.LastIndexAny(text[:at], "\r\n") + 1
		end := bytes.IndexAny(text[at:], "\r\n")
		if end < 0 {
			return max(most, len(text)-start)
		}
		most = max(most, at+end-start)
		text = text[at+end+1:]
	}
}

// lineOf says how long a line is.
func lineOf(n int) string { return "a line of " + humanize.Comma(int64(n)) + " characters" }

// apart returns a name that holds nothing of the text of its file.
func apart(path string, n origin.Name) origin.Name {
	n.Event = strings.Clone(n.Event)
	n.Place.File = path
	if n.Literal.Line > 0 {
		n.Literal.File = path
	}
	n.Properties = slices.Clone(n.Properties)
	for i := range n.Properties {
		p := &n.Properties[i]
		p.Pointer, p.Value, p.Place.File = strings.Clone(p.Pointer), strings.Clone(p.Value), path
	}
	return n
}
