package report

import (
	"bufio"
	"encoding/xml"
	"strings"

	"segtap/mapping/expectation"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// The elements of JUnit's XML that Jenkins, GitLab and GitHub's reporters read in common.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suite    suite    `xml:"testsuite"`
	}
	suite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		File    string   `xml:"file,attr,omitempty"`
		Line    int      `xml:"line,attr,omitempty"`
		Skipped *outcome `xml:"skipped"`
		Error   *outcome `xml:"error"`
		Failure *outcome `xml:"failure"`
		Said    string   `xml:"system-out,omitempty"`
	}
	outcome struct {
		Type    string `xml:"type,attr,omitempty"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit writes a test suite with a case for each expectation, one for each kind of
// problem, and one that says whether all could be checked: a suite without cases counts
// as a failure in some systems.
func (r *Report) junit(out *bufio.Writer) error {
	s := suite{Name: "segtap check"}
	for i := range r.Results {
		s.add(r.expected(&r.Results[i]))
	}
	for i := range r.Problems {
		s.add(r.problem(&r.Problems[i]))
	}
	whole := testcase{Class: "segtap.check", Name: "everything could be checked", Said: sanitize.Escape(r.Summary)}
	if r.Failure != "" {
		whole.Error = &outcome{"failure", sanitize.Escape(r.Failure), ""}
	}
	s.add(whole)
	text, err := xml.MarshalIndent(suites{Tests: s.Tests, Failures: s.Failures, Errors: s.Errors, Suite: s}, "", "  ")
	if err != nil {
		return err
	}
	_, _ = out.WriteString(xml.Header)
	// A bracket by its number means the same in text and in attributes, which is all there is.
	_, err = out.Write(append(console.Disarm(text, "&#91;"), '\n'))
	return err
}

func (s *suite) add(c testcase) {
	s.Tests++
	switch {
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

func (r *Report) expected(result *expectation.Result) testcase {
	c := testcase{Class: "segtap.expect", Name: sanitize.Escape(result.Name), File: sanitize.Escape(r.fileFrom(result.File)), Line: result.Line}
	short := sanitize.Escape("expected " + result.Expected + "; came " + result.Came)
	switch {
	case !result.OK:
		c.Failure = &outcome{string(result.State), short, escaped(texts(details(result)))}
	case result.State == expectation.Skipped:
		c.Skipped = &outcome{Message: short}
	}
	return c
}

func (r *Report) problem(p *Problem) testcase {
	name := p.title()
	for _, more := range []string{p.Pointer, p.Metric} {
		if more != "" {
			name += " " + more
		}
	}
	c := testcase{Class: "segtap.check", Name: sanitize.Escape(name), Line: p.Line}
	if p.File != "-" {
		c.File = sanitize.Escape(r.fileFrom(p.File))
	}
	text := escaped([]string{p.counted(), p.what(), p.Fix})
	if p.Fails {
		c.Failure = &outcome{p.Code, sanitize.Escape(p.Effect), text}
	} else {
		c.Said = p.Severity + ": " + text
	}
	return c
}

// escaped joins lines that others have written in.
func escaped(lines []string) string {
	safe := make([]string, len(lines))
	for i, line := range lines {
		safe[i] = sanitize.Escape(line)
	}
	return strings.Join(safe, "\n")
}
