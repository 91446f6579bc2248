package control_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"segtap/capture/control"
)

// description has the schemas of the answers: those of OpenAPI 3.1 are JSON Schema.
type description struct {
	mu       sync.Mutex
	document map[string]any
	compiler *jsonschema.Compiler
}

const describedAt = "https://segtap.invalid/openapi.json"

// described is the OpenAPI document, which every answer of the tests is held against.
var described = sync.OnceValues(func() (*description, error) {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	d := &description{document: document.(map[string]any), compiler: jsonschema.NewCompiler()}
	return d, d.compiler.AddResource(describedAt, document)
})

// at returns what stands at a pointer of the document, and where that is once references
// have been followed.
func (d *description) at(pointer string) (value any, where string) {
	value, where = d.document, ""
	for _, name := range strings.Split(pointer, "/")[1:] {
		object, _ := value.(map[string]any)
		value, where = object[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)], where+"/"+name
		if object, ok := value.(map[string]any); ok {
			if to, ok := object["$ref"].(string); ok {
				value, where = d.at(strings.TrimPrefix(to, "#"))
			}
		}
	}
	return value, where
}

// schema returns the schema of an answer; nil for one that is no JSON.
func (d *description) schema(method, path string, status int) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	content := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + strings.ToLower(method) + "/responses/" + strconv.Itoa(status) + "/content"
	kinds, where := d.at(content)
	object, _ := kinds.(map[string]any)
	switch {
	case object == nil:
		return nil, fmt.Errorf("it is not described: there is no %s", content)
	case object["application/json"] == nil:
		return nil, nil
	}
	return d.compiler.Compile(describedAt + "#" + where + "/application~1json/schema")
}

// asDescribed has every answer of a handler held against the description.
func asDescribed(t testing.TB, next http.Handler) http.Handler {
	t.Helper()
	v, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, control.Prefix+"/") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		said := &saying{ResponseWriter: w}
		next.ServeHTTP(said, r)
		if said.status == 0 { // the caller has gone
			return
		}
		if err := holds(v, r, said); err != nil {
			t.Errorf("%s %s is answered %d, and not as openapi.json says: %v\n%.2000s", r.Method, r.URL, said.status, err, said.body.String())
		}
	})
}

// holds holds one answer against the description.
func holds(d *description, r *http.Request, said *saying) error {
	path := strings.TrimPrefix(r.URL.Path, control.Prefix)
	if strings.HasPrefix(path, "/events/") {
		path = "/events/{id}"
	}
	known := false
	for _, route := range control.Routes() {
		known = known || route.Method == r.Method && route.Path == path
	}
	if !known && (said.status == http.StatusNotFound || said.status == http.StatusMethodNotAllowed) {
		return nil // it is no call
	}
	schema, err := d.schema(r.Method, path, said.status)
	if schema == nil || err != nil {
		return err
	}
	if kind := said.Header().Get("Content-Type"); kind != "application/json" {
		return fmt.Errorf("it is %s", kind)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(said.body.Bytes()))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// saying keeps an answer.
type saying struct {
	http.ResponseWriter

	status int
	body   bytes.Buffer
}

func (s *saying) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *saying) Write(text []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	s.body.Write(text)
	return s.ResponseWriter.Write(text)
}

// Unwrap is for http.ResponseController.
func (s *saying) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// A test of the tests: an answer that is not as described is told.
func TestAnotherAnswerThanDescribedIsTold(t *testing.T) {
	v, err := described()
	if err != nil {
		t.Fatal(err)
	}
	for what, answer := range map[string]string{
		"a further member": `{"epoch":"e1.1","more":1}`, "a missing member": `{}`, "another kind": `{"epoch":1}`, "no JSON": `epoch`,
	} {
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", "application/json")
		said := &saying{ResponseWriter: w}
		said.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(said, answer)
		r := httptest.NewRequest(http.MethodPost, control.Prefix+"/reset", nil)
		if holds(v, r, said) == nil {
			t.Errorf("%s is as described", what)
		}
	}
}

// Each call, asked well and asked badly; what it answers is held against the description.
func TestEveryCallAnswersAsDescribed(t *testing.T) {
	p := inMemory(t)
	p.post("WK", `{"userId":"u","event":"Seen","properties":{"revenue":"12"}}`)
	for call, body := range map[string]string{
		"GET /health": "", "GET /events": "", "GET /events?limit=0": "", "GET /events?after=" + p.behind(99): "", "GET /events/1": "", "GET /events/9": "",
		"GET /summary": "", "GET /wait?count=1": "", "GET /wait?count=9&timeout=0s": "", "GET /wait?count=0": "", "POST /reset": "", "POST /reset?a=1": "",
		"POST /check": `{"expect":[{"events":"event:Seen"}]}`, "POST /check?wait=1": "", "POST /check?name=a": "expect: 1",
		"POST /map": `{"userId":"u","event":"Seen"}`, "POST /map?a=1": "", "GET /names?name=Seen": "", "GET /names": "",
		"POST /replay": `{"id":1}`, "POST /replay?a=1": "", "GET /faults": "", "PUT /faults": `{"faults":""}`, "PUT /faults?a=1": "", "GET /openapi.json": "",
	} {
		method, path, _ := strings.Cut(call, " ")
		p.ask(method, path, body)
	}
	p.ask("POST", "/replay", `{"id":9,"target":"dry-run"}`)
	p.ask("POST", "/replay", `{"id":1,"target":"`+p.url+`/v1/track"}`)
	p.ask("POST", "/replay", `{"id":1,"target":"http://127.0.0.1:1/"}`)
	p.ask("POST", "/replay", `{"id":1,"target":"https://example.com/"}`)
	p.ask("POST", "/replay", `{"id":1,"target":"nowhere"}`)
	p.ask("PUT", "/faults", `{"faults":"nonsense"}`)
	p.ask("POST", "/map", "no JSON")
	p.ask("POST", "/reset", strings.Repeat(" ", 1<<17))
}

// ask asks for something; whatever the answer is, it is as described.
func (p *tap) ask(method, path, body string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+control.Prefix+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := poster.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.Body.Close() != nil {
		p.t.Error(err)
	}
}
