package report

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/eventjson"
	"segtap/mapping/expectation"
	"segtap/ui/cli/console"
)

// document writes one JSON document.
func (r *Report) document(out *bufio.Writer) error {
	problems, unmet := r.Failing()
	return writeJSON(out, struct {
		OK        bool                 `json:"ok"`
		Messages  int                  `json:"messages"`
		Headlines map[string]int       `json:"headlines"`
		Results   []expectation.Result `json:"results"`
		Problems  []Problem            `json:"problems"`
		Unlisted  Unlisted             `json:"unlisted,omitzero"`
		Error     string               `json:"error,omitzero"` // why not all was checked
	}{problems == 0 && unmet == 0 && r.Failure == "", r.Messages, r.Headlines, r.Results, r.Problems, r.Unlisted, r.Failure}, jsontext.WithIndent("  "))
}

// WriteJSON writes a value as one JSON document that is harmless to a terminal and to a CI.
func WriteJSON(w io.Writer, value any) error {
	out := bufio.NewWriter(w)
	if err := writeJSON(out, value, jsontext.WithIndent("  ")); err != nil {
		return err
	}
	return out.Flush()
}

// lines writes each problem and each expectation as a line of JSON.
func (r *Report) lines(out *bufio.Writer) error {
	for i := range r.Problems {
		if err := writeJSON(out, &r.Problems[i]); err != nil {
			return err
		}
	}
	for i := range r.Results {
		if err := writeJSON(out, &r.Results[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a value so that it is harmless to a terminal and to a CI.
func writeJSON(out *bufio.Writer, value any, options ...json.Options) error {
	text, err := json.Marshal(value, append(options, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))...)
	if err != nil {
		return err
	}
	// An escaped bracket means the same within a string, and nowhere else does one come
	// behind the signs of a command.
	text = console.Disarm(eventjson.Escape(text), `\u005b`)
	_, err = out.Write(append(text, '\n'))
	return err
}
