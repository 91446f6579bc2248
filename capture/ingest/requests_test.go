package ingest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"segtap/capture/ingest"
	"segtap/capture/store"
)

// recorded is a request in testdata/requests: its head as it goes over the
// wire, and its body. The files spell the body as text; it is packed as the
// head says, and "*" stands for its length.
type recorded struct {
	head       string
	body, wire []byte
}

func readRecorded(t *testing.T, name string) recorded {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "requests", name))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n") // the first line says what it is
	head, body, ok := strings.Cut(rest, "\n\n")
	if !ok {
		t.Fatalf("%s has no empty line behind its head", name)
	}
	r := recorded{body: []byte(strings.TrimSuffix(body, "\n"))}
	r.wire = r.body
	lower := strings.ToLower(head)
	if strings.Contains(lower, "\ncontent-encoding: gzip") {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(r.body)
		_ = w.Close()
		r.wire = out.Bytes()
	}
	head = strings.Replace(head, "ength: *", "ength: "+strconv.Itoa(len(r.wire)), 1)
	if strings.Contains(lower, "\ntransfer-encoding: chunked") {
		half := len(r.wire) / 2
		r.wire = fmt.Appendf(nil, "%x\r\n%s\r\n%X;name=value\r\n%s\r\n0\r\n\r\n", half, r.wire[:half], len(r.wire)-half, r.wire[half:])
	}
	r.head = strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n"
	return r
}

// TestRequestsOfEverySDK sends what SDKs send, which cannot all be run here:
// written down after their sources.
func TestRequestsOfEverySDK(t *testing.T) {
	cases := map[string]struct {
		library  string
		messages string // type, name and user of each
	}{
		"python.http":       {"analytics-python/2.3.4", "track Order Completed u_42, identify  u_42"},
		"ruby.http":         {"analytics-ruby/2.5.0", "track Order Completed u_42"},
		"java.http":         {"analytics-java/3.5.5", "track Order Completed u_42"},
		"php.http":          {"analytics-php/3.8.2", "track Order Completed u_42"},
		"csharp.http":       {"Analytics-CSharp/2.6.0", "track Order Completed u_42"},
		"swift.http":        {"analytics-swift/1.10.0", "track Order Completed u_42"},
		"kotlin.http":       {"analytics-kotlin/1.25.0", "track Order Completed u_42"},
		"react-native.http": {"@segment/analytics-react-native/2.24.1", "track Order Completed u_42"},
		"rust.http":         {"analytics-rust/0.2.0", "track Order Completed u_42"},
		"pixel.http":        {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0", "track Email Opened u_42"},
		"amp.http":          {"amp", "page Check out amp-Ym9yaW5n"},
	}
	files, err := filepath.Glob("testdata/requests/*.http")
	if err != nil || len(files) != len(cases) {
		t.Errorf("%d files for %d cases, %v", len(files), len(cases), err)
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{})
			r := readRecorded(t, name)
			conn := dial(t, address)
			in := bufio.NewReader(conn)
			if _, err := io.WriteString(conn, r.head); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(r.head, "Expect: 100-continue") {
				if line, _ := in.ReadString('\n'); !strings.Contains(line, " 100 ") {
					t.Fatalf("told to go on with %q", line)
				}
				_, _ = in.ReadString('\n')
			}
			if _, err := conn.Write(r.wire); err != nil {
				t.Fatal(err)
			}
			status, header, body := answer(t, in)
			pixel := strings.HasPrefix(r.head, "GET ")
			if status != 200 || !pixel && (body != `{"success":true}` || header.Get("Content-Type") != "application/json") || pixel && header.Get("Content-Type") != "image/gif" {
				t.Fatalf("answered %d %v %s", status, header, body)
			}
			if got := listed(store); got != c.messages {
				t.Errorf("listed %q, want %q", got, c.messages)
			}
			got, err := store.Read(1)
			if err != nil {
				t.Fatal(err)
			}
			if got.Record.Library != c.library || got.WriteKey != "WRITE_KEY" {
				t.Errorf("library %q, want %q; write key %q", got.Record.Library, c.library, got.WriteKey)
			}
			if !pixel && !bytes.Equal(got.Record.Body, r.body) {
				t.Errorf("body\n%s\nwant\n%s", got.Record.Body, r.body)
			}
		})
	}
}

// listed gives type, name and user of all entries.
func listed(store *store.Store) string {
	var texts []string
	for i := range store.Counts().Entries {
		e, _ := store.At(i)
		texts = append(texts, e.Type+" "+e.Name+" "+e.User)
	}
	return strings.Join(texts, ", ")
}
