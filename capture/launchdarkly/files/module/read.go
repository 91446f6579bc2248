package module

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// MetricType is the type of a metric in Terraform, as a resource and as a data source
// (terraform-provider-launchdarkly, docs/resources/metric.md).
const MetricType = "launchdarkly_metric"

// The limits of what is read.
const (
	// MaxFile is how many bytes a file may have.
	MaxFile      = 1 << 20
	maxInstances = 10_000 // metrics and calls of modules
	maxDepth     = 10     // modules within modules
)

// Metric is a metric as Terraform would plan it.
type Metric struct {
	// Attributes are its values as JSON, as `terraform show -json` gives them. What is
	// not known is not among them.
	Attributes []byte
	Place      origin.Place // of the resource
}

// Found is what a module says.
type Found struct {
	Metrics []Metric
	// Unknown says what could not be known, a sentence each with its place, safe to print.
	Unknown []string
	// Partial says that there may be metrics that are not in Metrics.
	Partial bool
}

// Source gives files.
type Source struct {
	List func(dir string) ([]string, error) // the names in a directory
	Read func(path string) ([]byte, error)  // what stands in a file
	// Resolve gives a path without symbolic links; nil where there are none.
	Resolve func(path string) (string, error)
}

// beneath reports whether a file stands beneath a directory, all links followed. A file
// that is not there does where it would stand.
func (s *Source) beneath(dir, file string) bool {
	within := func(dir, file string) bool {
		rel, err := filepath.Rel(dir, file)
		return err == nil && filepath.IsLocal(rel)
	}
	if s.Resolve == nil || !within(dir, file) {
		return within(dir, file)
	}
	dir, err := s.Resolve(dir)
	if err != nil {
		return false
	}
	resolved, err := s.Resolve(file)
	return errors.Is(err, fs.ErrNotExist) || err == nil && within(dir, resolved)
}

// IsFile reports whether a name is that of a file of a module.
func IsFile(name string) bool {
	return strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tf.json")
}

// Tells reports whether what a module says may change by a file, by its name.
func Tells(name string) bool {
	return IsFile(name) || strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// Read reads the module of a directory. Where only names a file of it, what the others
// say is known, and the metrics are those of this one.
func Read(from *Source, dir, only string) (*Found, error) {
	r := reader{from: from, root: dir, only: only, texts: map[string][]byte{}}
	m, err := r.load(dir, 0)
	if err != nil {
		return nil, err
	}
	if err := m.values(); err != nil {
		return nil, err
	}
	if err := m.gather(); err != nil {
		return nil, err
	}
	return &r.found, nil
}

// Text reads the metrics of a text that stands alone.
func Text(name string, text []byte) (*Found, error) {
	r := reader{texts: map[string][]byte{}}
	m := r.module("", 0)
	if err := m.take(name, text); err != nil {
		return nil, err
	}
	if err := m.gather(); err != nil {
		return nil, err
	}
	return &r.found, nil
}

// reader is what the modules of one reading share.
type reader struct {
	from       *Source // nil: there are no files
	root, only string
	texts      map[string][]byte // of the files, by name
	budget
	found     Found
	instances int
}

// load reads the files of a module.
func (r *reader) load(dir string, depth int) (*module, error) {
	names, err := r.from.List(dir)
	if err != nil {
		return nil, err
	}
	m := r.module(dir, depth)
	slices.Sort(names)
	for _, name := range names {
		switch {
		case !IsFile(name), strings.HasPrefix(name, "."), strings.HasPrefix(name, "#"):
			continue
		case name == "override.tf", name == "override.tf.json", strings.HasSuffix(name, "_override.tf"), strings.HasSuffix(name, "_override.tf.json"):
			r.unknown(origin.Place{File: filepath.Join(dir, name)}, "it overrides what other files say, which segtap does not read", true)
			continue
		}
		file := filepath.Join(dir, name)
		text, err := r.from.Read(file)
		if err != nil {
			return nil, err
		}
		if err := m.take(file, text); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// module returns one without files.
func (r *reader) module(dir string, depth int) *module {
	return &module{
		reader: r, dir: dir, depth: depth,
		blocks: map[string]*hcl.Block{}, locals: map[string]*hcl.Attribute{},
		known: map[string]result{}, children: map[string]*module{},
	}
}

// parse reads the syntax of a file.
func (r *reader) parse(name string, text []byte) (hcl.Body, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	r.texts[name] = text
	if err := bounded(name, text); err != nil {
		return nil, err
	}
	var file *hcl.File
	var wrong hcl.Diagnostics
	if strings.HasSuffix(name, ".json") || len(text) > 0 && text[0] == '{' {
		file, wrong = hcljson.Parse(text, name)
	} else {
		file, wrong = hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	}
	if err := r.mistake(wrong); err != nil {
		return nil, err
	}
	if body, ok := file.Body.(*hclsyntax.Body); ok {
		return body, r.watch(body)
	}
	return file.Body, nil
}

// mistake gives the first error of HCL's with its place; nil where there is none.
func (r *reader) mistake(all hcl.Diagnostics) error {
	for _, d := range all {
		if d.Severity != hcl.DiagError {
			continue
		}
		e := &tree.Error{Problem: prose.Outside(strings.TrimSuffix(d.Summary+": "+oneLine(d.Detail), ": "))}
		if d.Subject != nil {
			at := r.place(*d.Subject)
			e.Name, e.Line, e.Column = at.File, at.Line, at.Column
		}
		return e
	}
	return nil
}

func oneLine(text string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
}

// place says where a range begins. HCL counts clusters of characters in a line, others
// count characters.
func (r *reader) place(at hcl.Range) origin.Place {
	line, column := jsondoc.Position(r.texts[at.Filename], at.Start.Byte)
	return origin.Place{File: at.Filename, Line: line, Column: column}
}

// fail returns a mistake at a place.
func (r *reader) fail(at hcl.Range, problem, hint string) error {
	p := r.place(at)
	return &tree.Error{Name: p.File, Line: p.Line, Column: p.Column, Problem: problem, Hint: hint}
}

// unknown says what cannot be known.
func (r *reader) unknown(at origin.Place, what string, partial bool) {
	r.found.Unknown = append(r.found.Unknown, prose.Outside(at.String())+": "+prose.Outside(what)+": give the plan instead, as `terraform show -json` writes it")
	r.found.Partial = r.found.Partial || partial
}

// once reports whether another metric or module may be made.
func (r *reader) once(at hcl.Range) error {
	if r.instances++; r.instances > maxInstances {
		return r.fail(at, "there are more than 10,000 metrics and modules", "give the plan instead")
	}
	return nil
}

// rooted gives a path as Terraform says it, from the root module.
func (r *reader) rooted(dir string) string {
	if rel, err := filepath.Rel(r.root, dir); err == nil {
		return path.Clean(filepath.ToSlash(rel))
	}
	return dir
}
