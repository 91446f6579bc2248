package formats

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/formats/curl"
)

// Format is how an input is laid out.
type Format uint8

// The formats.
const (
	Messages Format = iota // JSON values, one a line, over several or behind each other
	Array                  // one array of them
	Capture                // records of a capture file
	HAR                    // what a browser has recorded of its requests
	Curl                   // curl commands
)

var formatNames = [...]string{Messages: "messages", Array: "array of messages", Capture: "capture file", HAR: "HAR", Curl: "curl commands"}

// String names the format for people.
func (f Format) String() string { return formatNames[f] }

// ErrForeign says that something is none of what is read here.
var ErrForeign = errors.New("this is no Segment message")

// Foreign says what stands where a message was looked for, and the way out.
type Foreign struct {
	What string // "a gzip file"; empty when that cannot be seen
	Out  string // what to do; empty for what holds always
}

// Error says what it is.
func (f *Foreign) Error() string {
	if f.What == "" {
		return ErrForeign.Error() + ": it has none of the members of one, such as type, event and userId"
	}
	return ErrForeign.Error() + " but " + f.What
}

// Unwrap gives [ErrForeign].
func (f *Foreign) Unwrap() error { return ErrForeign }

// wayOut of what is no text: most of it holds a text.
const unpackFirst = "unpack it first, as with: "

// magic are the beginnings of files that are no text of JSON, in any case.
var magic = []struct {
	start string
	Foreign
}{
	{"\x1f\x8b", Foreign{"a gzip file", unpackFirst + "gzip -dc FILE | segtap check -"}},
	{"\x28\xb5\x2f\xfd", Foreign{"a zstd file", unpackFirst + "zstd -dc FILE | segtap check -"}},
	{"BZh", Foreign{"a bzip2 file", unpackFirst + "bzip2 -dc FILE | segtap check -"}},
	{"\xfd7zXZ\x00", Foreign{"an xz file", unpackFirst + "xz -dc FILE | segtap check -"}},
	{"PK\x03\x04", Foreign{"a zip file", unpackFirst + "unzip -p FILE | segtap check -"}},
	{"PK\x05\x06", Foreign{"a zip file", unpackFirst + "unzip -p FILE | segtap check -"}},
	{"\x89PNG", Foreign{"a PNG image", ""}},
	{"\xff\xd8\xff", Foreign{"a JPEG image", ""}},
	{"GIF8", Foreign{"a GIF image", ""}},
	{"%PDF-", Foreign{"a PDF file", ""}},
	{"SQLite format 3\x00", Foreign{"an SQLite database", ""}},
	{"\x7fELF", Foreign{"a program", ""}},
	{"PAR1", Foreign{"a Parquet file", "export the messages as JSON, one a line"}},
	{"\xff\xfe", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16 -t UTF-8 FILE"}},
	{"\xfe\xff", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16 -t UTF-8 FILE"}},
	{"{\x00", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16LE -t UTF-8 FILE"}},
	{"[\x00", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16LE -t UTF-8 FILE"}},
	{"\x00{", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16BE -t UTF-8 FILE"}},
	{"\x00[", Foreign{"a text in UTF-16", "save it as UTF-8, as with: iconv -f UTF-16BE -t UTF-8 FILE"}},
	{"<!", Foreign{"a web page", "save the messages themselves: in the browser's network panel as HAR, or copy the request as cURL"}},
	{"<html", Foreign{"a web page", "save the messages themselves: in the browser's network panel as HAR, or copy the request as cURL"}},
	{"<?xml", Foreign{"an XML file", ""}},
	{"await fetch(", Foreign{"JavaScript that fetches", curl.CopyAgain}},
	{"fetch(", Foreign{"JavaScript that fetches", curl.CopyAgain}},
	{"Invoke-WebRequest", Foreign{"a command of PowerShell", curl.CopyAgain}},
	{"Invoke-RestMethod", Foreign{"a command of PowerShell", curl.CopyAgain}},
	{"$session", Foreign{"commands of PowerShell", curl.CopyAgain}},
}

// knownBy is how many bytes say what an input is, if no line ends before.
const knownBy = 512

// recognise reads the beginning of the input and says what it is.
func (r *Reader) recognise() error {
	var start []byte
	for r.more(); ; r.more() {
		if bytes.HasPrefix(r.buf[r.at:], byteOrderMark) {
			copy(r.buf[r.at:], "   ")
		}
		start = bytes.TrimLeft(r.buf[r.at:], blanks)
		if r.ended != nil || len(start) >= knownBy || bytes.IndexByte(start, '\n') >= 0 || len(r.buf)-len(start) > chunkSize {
			break
		}
	}
	for i := range magic {
		if bytes.HasPrefix(start, []byte(magic[i].start)) {
			return &magic[i].Foreign
		}
	}
	switch {
	case len(start) == 0:
		return nil
	case start[0] == '[':
		r.format = Array
	case r.later(line(start)):
		return nil // which the reading of its line says
	case isRecord(start):
		r.format = Capture
	case start[0] == '{':
		return r.lookForHAR(start)
	case isCurl(start):
		r.format = Curl
	case bytes.IndexByte(start[:min(len(start), knownBy)], 0) >= 0:
		return &Foreign{"binary data: it has NUL bytes", ""}
	}
	return nil
}

// line cuts the first line off a text.
func line(text []byte) []byte {
	before, _, _ := bytes.Cut(text, []byte{'\n'})
	return before
}

// isRecord reports whether a text begins as a record of a capture file.
func isRecord(text []byte) bool {
	return bytes.HasPrefix(text, []byte(`{"v":`)) && bytes.HasPrefix(bytes.TrimLeft(text[len(`{"v":`):], "0123456789"), []byte(`,"rec":"`))
}

// isCurl reports whether a text begins with a curl command, behind comments and the
// prompt of a shell perhaps.
func isCurl(text []byte) bool {
	for len(text) > 0 && text[0] == '#' {
		_, rest, _ := bytes.Cut(text, []byte{'\n'})
		text = bytes.TrimLeft(rest, blanks)
	}
	text = bytes.TrimPrefix(text, []byte("$ "))
	for _, name := range []string{"curl", "curl.exe"} {
		if rest, ok := bytes.CutPrefix(text, []byte(name)); ok && len(rest) > 0 && strings.IndexByte(blanks+`\^`, rest[0]) >= 0 {
			return true
		}
	}
	return false
}

// lookForHAR looks whether the object that begins here is a HAR file, and goes to its
// list of requests. The error says what it lacks of one.
func (r *Reader) lookForHAR(start []byte) error {
	if !bytes.HasPrefix(bytes.TrimLeft(start[1:], blanks), []byte(`"log"`)) {
		return nil
	}
	r.dec.Reset(&unread{r, 0, maxValue}, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	kinds := func(want string) bool {
		for i := range len(want) {
			token, err := r.dec.ReadToken()
			if err != nil || token.Kind() != jsontext.Kind(want[i]) {
				return false
			}
		}
		return true
	}
	if !kinds(`{"`) {
		return nil
	}
	if kind := r.dec.PeekKind(); kind != '{' {
		return nil // said of the value as a whole
	}
	_, _ = r.dec.ReadToken()
	seen := make(map[string]bool)
	for {
		name, err := r.dec.ReadToken()
		if err != nil || name.Kind() != '"' {
			return nil
		}
		seen[name.String()] = true
		if name.String() == "entries" && r.dec.PeekKind() == '[' {
			if _, err = r.dec.ReadToken(); err != nil {
				return nil
			}
			r.format = HAR
			r.skip(int(r.dec.InputOffset()) - 1)
			return nil
		}
		if err := r.dec.SkipValue(); err != nil {
			if errors.Is(err, ErrLongValue) && seen["version"] && seen["creator"] {
				return &Foreign{"a HAR file whose requests do not begin within 8 MiB", "give its log alone: jq '{log: {entries: .log.entries}}'"}
			}
			return nil
		}
	}
}
