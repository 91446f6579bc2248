package scanning

import (
	"bufio"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/scan"
	"segtap/mapping/origin"
	"segtap/ui/cli/jsonl"
)

// found is a line of `scan --json`: a name, or a call whose name could not be read.
type found struct {
	Name       *string    `json:"name,omitzero"`
	Unread     string     `json:"unread,omitzero"` // why
	File       string     `json:"file"`
	Line       int        `json:"line"`
	Column     int        `json:"column"`
	Language   string     `json:"language"`
	UserKey    string     `json:"user_key,omitzero"`
	Properties []property `json:"properties,omitzero"`
	// Closed says that the call has no other properties.
	Closed *bool `json:"closed,omitzero"`
}

type property struct {
	Pointer string         `json:"pointer"`
	Types   []origin.Type  `json:"types,omitempty"`
	Value   jsontext.Value `json:"value,omitzero"`
}

// writeLines writes a line of JSON for each name and each call that could not be read, by
// place.
func writeLines(out *bufio.Writer, r *scan.Result) error {
	unread := r.Unread
	before := func(place origin.Place) error {
		for len(unread) > 0 && (place.File == "" || scan.ByPlace(unread[0].Place, place) < 0) {
			u := unread[0]
			unread = unread[1:]
			line := found{Unread: u.Why, File: u.Place.File, Line: u.Place.Line, Column: u.Place.Column, Language: u.By}
			if err := jsonl.Write(out, line); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range r.Names {
		n := &r.Names[i]
		if err := before(n.Place); err != nil {
			return err
		}
		line := found{
			Name: &n.Event, File: n.Place.File, Line: n.Place.Line, Column: n.Place.Column, Language: n.By,
			UserKey: userKeyJSON(n.UserKey), Properties: propertiesOf(n), Closed: &n.Closed,
		}
		if err := jsonl.Write(out, line); err != nil {
			return err
		}
	}
	return before(origin.Place{})
}

// propertiesOf are what is known of the properties of a name's events.
func propertiesOf(n *origin.Name) []property {
	all := []property{}
	for _, p := range n.Properties {
		of := property{Pointer: p.Pointer, Types: p.Types}
		if p.Value != "" {
			of.Value = jsontext.Value(p.Value)
		}
		all = append(all, of)
	}
	return all
}

// documentVersion is that of the form of the document: it grows when something that was
// there is gone, or means something else.
const documentVersion = 1

// document is what `scan --format json` prints. Its places and calls are those of
// `metrics coverage --format json`.
type document struct {
	Version int            `json:"version"`
	Files   int            `json:"files"`
	Read    int            `json:"read"` // of the files, those in a language that is known
	Names   []documentName `json:"names"`
	Unread  []documentCall `json:"unread_calls"`
}

type documentName struct {
	Name       string       `json:"name"`
	Place      origin.Place `json:"place"`
	Language   string       `json:"language"`
	UserKey    string       `json:"user_key"`
	Properties []property   `json:"properties"`
	Closed     bool         `json:"closed"`
}

type documentCall struct {
	Place    origin.Place `json:"place"`
	Language string       `json:"language"`
	Why      string       `json:"why"`
}

func documentOf(r *scan.Result) document {
	d := document{Version: documentVersion, Files: r.Files, Read: r.Read, Names: []documentName{}, Unread: []documentCall{}}
	for i := range r.Names {
		n := &r.Names[i]
		d.Names = append(d.Names, documentName{n.Event, n.Place, n.By, userKeyJSON(n.UserKey), propertiesOf(n), n.Closed})
	}
	for _, u := range r.Unread {
		d.Unread = append(d.Unread, documentCall{u.Place, u.By, u.Why})
	}
	return d
}

// userKeyJSON says what is known of the user's key.
func userKeyJSON(key origin.UserKey) string {
	if key == origin.KeyUnknown {
		return "unknown"
	}
	return string(key)
}
