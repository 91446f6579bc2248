package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"segtap/mapping/expectation"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// hostile are texts that mean something to a reader of one of the formats.
var hostile = []string{
	"::error::pwned", "::stop-commands::x", " ::add-mask::a", "\t::error file=a::b", "##[error]x", "##[add-mask]e", "##vso[task.complete]", "##teamcity[x]",
	"]]>", "<![CDATA[", "<!--", "-->", "<script>alert(1)</script>", "<img src=x onerror=y>", "</code>", "&lt;", "&#124;", "&amp;notit;",
	"|", `\|`, "`", "``", "**", "_", "[a](http://evil.example)", "![a](http://evil.example/b.png)", "https://evil.example", "www.evil.example", "a@evil.example",
	"@everyone", "#1", "GH-1", "owner/repo#3", "0123456789abcdef", ":tada:", "$x$", "~~", "\n- a", "\n\n# b", "\r\n", "\r", "\n", "    ",
	"\x1b[31m", "\x1b]0;t\a", "\x9b2J", "\u009b2J", "\x00", "\x7f", "\u2028", "\u2029", "\u202e", "\u200b", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\ud7ff", "\xed\xa0\x80", "\xff", "\xc3", "\u0301",
	"{0}", "{", "}", "{{", "${event}", "%0A", "%", "%25", "%3A", ",", ":", ";", "=", "\\", `\x1b`, `"`, "'", "é", "日本", "🎉", " ", "", "Order Completed", "-", "--", "..",
}

func hostileText(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })), 0, 4).Draw(t, label)
	return strings.Join(parts, "")
}

// hostileReport has hostile texts wherever others may have written.
func hostileReport(t *rapid.T) *Report {
	r := &Report{Messages: 3, Summary: "3 messages: 3 count", Command: rapid.SampledFrom([]string{"", "segtap metrics coverage"}).Draw(t, "command")}
	codes := verdict.Codes()
	for range rapid.IntRange(0, 3).Draw(t, "problems") {
		p := Problem{
			Code: rapid.SampledFrom(codes).Draw(t, "code").Name, Severity: rapid.SampledFrom([]string{"error", "warning", "info"}).Draw(t, "severity"),
			Fails: rapid.Bool().Draw(t, "fails"), Event: hostileText(t, "event"), Messages: rapid.IntRange(0, 9).Draw(t, "messages"), Column: rapid.IntRange(0, 80).Draw(t, "column"),
			File: hostileText(t, "file"), Line: rapid.IntRange(0, 99).Draw(t, "line"), Pointer: hostileText(t, "pointer"), Metric: hostileText(t, "metric"),
			Nearest: hostileText(t, "nearest"), Effect: hostileText(t, "effect"), Fix: hostileText(t, "fix"), More: rapid.Bool().Draw(t, "more"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "values") {
			p.Values = append(p.Values, hostileText(t, "value"))
		}
		r.Problems = append(r.Problems, p)
	}
	for range rapid.IntRange(0, 2).Draw(t, "unread") {
		r.Unread = append(r.Unread, origin.Unread{Place: origin.Place{File: hostileText(t, "unread file"), Line: rapid.IntRange(0, 99).Draw(t, "unread line")}, By: "go", Why: hostileText(t, "why")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "results") {
		state := rapid.SampledFrom([]expectation.State{expectation.Met, expectation.Missing, expectation.Broken, expectation.Skipped}).Draw(t, "state")
		result := expectation.Result{
			Name: hostileText(t, "name"), State: state, OK: state == expectation.Met || state == expectation.Skipped,
			File: hostileText(t, "of"), Line: rapid.IntRange(1, 9).Draw(t, "at"), Column: 1, Expected: hostileText(t, "expected"), Came: hostileText(t, "came"),
		}
		if rapid.Bool().Draw(t, "near") {
			result.Nearest = &expectation.Miss{
				Entry: 4, File: hostileText(t, "from"), Line: 2, Event: hostileText(t, "nearest event"), What: hostileText(t, "what"), Code: "value_not_number",
				Pointer: hostileText(t, "place"), Value: hostileText(t, "came as"), Effect: hostileText(t, "does"), Fix: hostileText(t, "way out"),
			}
		}
		r.Results = append(r.Results, result)
	}
	r.Unlisted = Unlisted{Failing: rapid.IntRange(0, 2).Draw(t, "failing unlisted"), Other: rapid.IntRange(0, 2).Draw(t, "others unlisted"), Most: 3}
	if rapid.Bool().Draw(t, "failed") {
		r.Failure = hostileText(t, "failure") + "!"
	}
	return r
}

// TestHostileTextsAreHarmless writes reports with hostile texts in every format, reads them
// again as the readers of the formats do, and finds the texts.
func TestHostileTextsAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := hostileReport(t)
		for _, f := range append(formats(), Lines) {
			var out bytes.Buffer
			if err := f.Write(&out, r); err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			wantHarmless(t, f.name, out.String())
			switch f.name {
			case "text":
				wantText(t, r, out.String())
			case "json":
				wantDocument(t, r, out.Bytes())
			case "lines":
				wantLines(t, r, out.Bytes())
			case "junit":
				wantJUnit(t, r, out.Bytes())
			case "github":
				wantGitHub(t, r, out.String())
			case "markdown":
				wantMarkdown(t, r, out.Bytes())
			case "sarif":
				wantSARIF(t, r, out.Bytes())
			}
		}
	})
}

// wantHarmless holds an output against what a terminal and a CI act on.
func wantHarmless(t *rapid.T, format, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Fatalf("%s is not UTF-8: %q", format, out)
	}
	for _, c := range out {
		if c != '\n' && (unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp)) {
			t.Fatalf("%s has %U: %q", format, c, out)
		}
	}
	for line := range strings.Lines(out) {
		command, _, _, ok := runnerReads(line)
		if ok && (format != "github" || !slices.Contains([]string{"error", "warning", "notice"}, command)) {
			t.Fatalf("%s commands %s: %q", format, command, line)
		}
		if strings.Contains(line, "##vso[") || strings.Contains(line, "##teamcity[") {
			t.Fatalf("%s commands: %q", format, line)
		}
	}
}

// runnerReads reads a line of a job's output as GitHub's runner does: a command is
// ::name key=value,…::data behind white space, or ##[name …]data anywhere.
func runnerReads(line string) (command string, properties map[string]string, data string, ok bool) {
	line = strings.TrimRight(line, "\n")
	if rest, found := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::"); found {
		if head, data, found := strings.Cut(rest, "::"); found {
			command, list, _ := strings.Cut(head, " ")
			properties = make(map[string]string)
			for pair := range strings.SplitSeq(strings.TrimSpace(list), ",") {
				if name, value, found := strings.Cut(pair, "="); found && value != "" {
					properties[name] = unescapeRunner(value, "%3A", ":", "%2C", ",")
				}
			}
			return command, properties, unescapeRunner(data), true
		}
	}
	if _, rest, found := strings.Cut(line, "##["); found {
		if head, data, found := strings.Cut(rest, "]"); found {
			return head, nil, data, true
		}
	}
	return "", nil, "", false
}

func unescapeRunner(text string, more ...string) string {
	for i := 0; i < len(more); i += 2 {
		text = strings.ReplaceAll(text, more[i], more[i+1])
	}
	return strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "%0D", "\r"), "%0A", "\n"), "%25", "%")
}

func wantText(t *rapid.T, r *Report, out string) {
	t.Helper()
	want := 0
	for i := range r.Problems {
		want += 3
		if p := &r.Problems[i]; !strings.Contains(out, console.Harmless(named(p.Event))) {
			t.Fatalf("text lacks %q:\n%s", p.Event, out)
		}
	}
	if !r.Unlisted.IsZero() {
		want++
	}
	for i := range r.Results {
		switch result := &r.Results[i]; {
		case result.State == expectation.Skipped:
			want += 2
		case result.OK:
			want++
		default:
			want += 1 + len(details(result))
		}
	}
	if n := strings.Count(out, "\n"); n != want {
		t.Fatalf("text has %d lines, want %d:\n%s", n, want, out)
	}
}

// asJSON is a text as JSON can have it.
func asJSON(text string) string { return string([]rune(text)) }

func wantDocument(t *rapid.T, r *Report, out []byte) {
	t.Helper()
	var doc struct {
		OK       bool
		Messages int
		Problems []struct{ Event, File, Effect string }
		Results  []struct{ Name, Came string }
		Unlisted struct{ Failing, Other int }
		Error    string
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	problems, unmet := r.Failing()
	if doc.OK != (problems == 0 && unmet == 0 && r.Failure == "") || doc.Messages != 3 || doc.Error != asJSON(r.Failure) || doc.Unlisted.Failing != r.Unlisted.Failing || doc.Unlisted.Other != r.Unlisted.Other {
		t.Fatalf("it says %+v of %+v", doc, r)
	}
	for i, p := range r.Problems {
		if got := doc.Problems[i]; got.Event != asJSON(p.Event) || got.File != asJSON(p.File) || got.Effect != asJSON(p.Effect) {
			t.Fatalf("problem %+v reads %+v", p, got)
		}
	}
	for i, result := range r.Results {
		if got := doc.Results[i]; got.Name != asJSON(result.Name) || got.Came != asJSON(result.Came) {
			t.Fatalf("result %+v reads %+v", result, got)
		}
	}
}

func wantLines(t *rapid.T, r *Report, out []byte) {
	t.Helper()
	lines := bytes.Split(bytes.TrimSuffix(out, []byte("\n")), []byte("\n"))
	if len(out) == 0 {
		lines = nil
	}
	if len(lines) != len(r.Problems)+len(r.Results) {
		t.Fatalf("%d lines for %d problems and %d results", len(lines), len(r.Problems), len(r.Results))
	}
	for i, p := range r.Problems {
		var got struct{ Event string }
		if err := json.Unmarshal(lines[i], &got); err != nil || got.Event != asJSON(p.Event) {
			t.Fatalf("%v: %q reads %q", err, p.Event, got.Event)
		}
	}
}

func wantJUnit(t *rapid.T, r *Report, out []byte) {
	t.Helper()
	suites, err := junit.Ingest(out)
	if err != nil || len(suites) != 1 {
		t.Fatalf("%v: %d suites in %s", err, len(suites), out)
	}
	problems, unmet := r.Failing()
	cases := suites[0].Tests
	if n := len(r.Results) + len(r.Problems) + 1; len(cases) != n || suites[0].Totals.Failed != problems+unmet || suites[0].Totals.Error > 0 != (r.Failure != "") {
		t.Fatalf("%d cases of %d, %+v", len(cases), n, suites[0].Totals)
	}
	for i := range r.Results {
		result := &r.Results[i]
		status := map[string]junit.Status{"met": junit.StatusPassed, "not met": junit.StatusFailed, "skipped": junit.StatusSkipped}[state(result)]
		if got := cases[i]; got.Name != sanitize.Escape(result.Name) || got.Status != status {
			t.Fatalf("%+v reads %+v", result, got)
		}
		if failure, ok := errors.AsType[junit.Error](cases[i].Error); ok && failure.Body != strings.Join(escapes(texts(details(result))), "\n") {
			t.Fatalf("the failure of %+v reads %q", result, failure.Body)
		}
	}
	for i := range r.Problems {
		p, got := &r.Problems[i], cases[len(r.Results)+i]
		if !strings.HasPrefix(got.Name, sanitize.Escape(p.title())) || (got.Status == junit.StatusFailed) != p.Fails {
			t.Fatalf("%+v reads %+v", p, got)
		}
	}
}

func escapes(lines []string) []string {
	var all []string
	for _, line := range lines {
		all = append(all, sanitize.Escape(line))
	}
	return all
}

func visibles(lines []string) []string {
	var all []string
	for _, line := range lines {
		all = append(all, visible(line))
	}
	return all
}

func wantGitHub(t *rapid.T, r *Report, out string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if out == "" {
		lines = nil
	}
	next := func() (command string, properties map[string]string, data string) {
		if len(lines) == 0 {
			t.Fatalf("a command is missing in %q", out)
		}
		command, properties, data, ok := runnerReads(lines[0])
		if !ok {
			t.Fatalf("%q is no command", lines[0])
		}
		lines = lines[1:]
		return command, properties, data
	}
	if r.Failure != "" {
		if command, _, data := next(); command != "error" || data != visible(r.Failure) {
			t.Fatalf("the failure reads %s %q", command, data)
		}
	}
	for i := range r.Results {
		result := &r.Results[i]
		if state(result) == "met" {
			continue
		}
		command, properties, data := next()
		title := visible(state(result) + ": " + result.Name)
		if (command == "error") != !result.OK || properties["title"] != strings.TrimRightFunc(title, unicode.IsSpace) || data != strings.Join(append([]string{title}, visibles(texts(details(result)))...), "\n") {
			t.Fatalf("%+v reads %s %v %q", result, command, properties, data)
		}
	}
	for i := range r.Problems {
		p := &r.Problems[i]
		command, properties, data := next()
		if p.Fails && command != "error" || properties["title"] != visible(p.title()) || !strings.HasPrefix(data, visible(p.title())) || p.File != "-" && properties["file"] != visible(p.File) {
			t.Fatalf("%+v reads %s %v %q", p, command, properties, data)
		}
	}
	for i := range r.Unread {
		u := &r.Unread[i]
		command, properties, data := next()
		if command != "notice" || properties["title"] != unreadTitle || properties["file"] != visible(u.Place.File) || !strings.Contains(data, visible(u.Why)) {
			t.Fatalf("%+v reads %s %v %q", u, command, properties, data)
		}
	}
	if !r.Unlisted.IsZero() {
		if command, properties, data := next(); command != "notice" || properties["title"] != unlistedTitle || !strings.HasSuffix(data, r.Unlisted.String()) {
			t.Fatalf("%+v reads %s %v %q", r.Unlisted, command, properties, data)
		}
	}
	if len(lines) > 0 {
		t.Fatalf("there are other commands: %q", lines)
	}
}

func wantMarkdown(t *rapid.T, r *Report, out []byte) {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	var page bytes.Buffer
	if err := md.Convert(out, &page); err != nil {
		t.Fatal(err)
	}
	nodes, err := html.ParseFragment(&page, &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"})
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	var walk func(n *html.Node, inCode bool)
	walk = func(n *html.Node, inCode bool) {
		switch n.Type {
		case html.ElementNode:
			if !slices.Contains([]string{"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}, n.Data) || len(n.Attr) > 0 {
				t.Fatalf("the page has <%s %v>: %s", n.Data, n.Attr, out)
			}
			switch n.Data {
			case "tr":
				rows = append(rows, nil)
			case "td":
				rows[len(rows)-1] = append(rows[len(rows)-1], textOf(n))
			}
			inCode = inCode || n.Data == "code"
		case html.TextNode:
			if !inCode && remarkedByGitHub(n.Data) {
				t.Fatalf("GitHub makes something of %q", n.Data)
			}
		case html.CommentNode:
			t.Fatalf("there is a comment: %s", out)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inCode)
		}
	}
	for _, n := range nodes {
		walk(n, false)
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return row == nil })
	if len(rows) != len(r.Results)+len(r.Problems)+len(r.Unread) {
		t.Fatalf("%d rows for %d results, %d problems and %d calls: %s", len(rows), len(r.Results), len(r.Problems), len(r.Unread), out)
	}
	for i, result := range r.Results {
		if rows[i][0] != cut(sanitize.Escape(result.Name)) || len(rows[i]) != 4 {
			t.Fatalf("%q reads %q", result.Name, rows[i])
		}
	}
	for i, p := range r.Problems {
		row := rows[len(r.Results)+i]
		want := cut(sanitize.Escape(p.Event))
		if p.Event == "" {
			want = "(no event name)"
		}
		if row[2] != want || len(row) != 6 {
			t.Fatalf("%q reads %q", p.Event, row)
		}
	}
}

// remarkedByGitHub reports whether GitHub makes links, people or pictures of a text that
// is no code.
func remarkedByGitHub(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if strings.ContainsAny(word, "@#$/\\<>`|*_~[]") || strings.Contains(strings.ToLower(word), "www.") || strings.Count(word, ":") > 1 {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

func wantSARIF(t *rapid.T, r *Report, out []byte) {
	t.Helper()
	var log sarif.Report
	strict := json.NewDecoder(bytes.NewReader(out))
	strict.DisallowUnknownFields() // which the standard's schema allows nowhere
	if err := strict.Decode(&log); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	read, err := sarif.FromBytes(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Validate(); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	run := log.Runs[0]
	if *run.Invocations[0].ExecutionSuccessful != (r.Failure == "") {
		t.Fatal("it does not say whether all was checked")
	}
	if said := run.Invocations[0].ToolExecutionNotifications; r.Unlisted.IsZero() == slices.ContainsFunc(said, func(n *sarif.Notification) bool { return *n.Message.Text == r.Unlisted.String() }) {
		t.Fatalf("%+v reads %+v", r.Unlisted, said)
	}
	prints, results := make(map[string]bool), run.Results
	next := func() *sarif.Result {
		if len(results) == 0 {
			t.Fatalf("a result is missing in %s", out)
		}
		got := results[0]
		results = results[1:]
		if print := got.PartialFingerprints["primaryLocationLineHash"]; print == "" || prints[*got.RuleID+print] {
			t.Fatalf("the fingerprint %q is not its own", print)
		} else {
			prints[*got.RuleID+print] = true
		}
		if rule := run.Tool.Driver.Rules[got.RuleIndex]; *rule.ID != *got.RuleID || *rule.Help.Text == "" {
			t.Fatalf("%s has the rule %+v", *got.RuleID, rule)
		}
		if text := strings.NewReplacer("{{", "", "}}", "").Replace(*got.Message.Text); strings.ContainsAny(text, "{}") {
			t.Fatalf("the message has a brace that is not doubled: %s", *got.Message.Text)
		}
		return got
	}
	for _, result := range r.Results {
		if result.OK {
			continue
		}
		got := next()
		if got.Properties.Properties["expectation"] != asJSON(result.Name) || !strings.Contains(*got.Message.Text, message(result.Expected)) {
			t.Fatalf("%+v reads %+v", result, got)
		}
	}
	for _, p := range r.Problems {
		got := next()
		if got.Properties.Properties["event"] != asJSON(p.Event) || !strings.Contains(*got.Message.Text, message(named(p.Event))) || *got.RuleID != p.Code {
			t.Fatalf("%+v reads %+v %v", p, got, *got.Message.Text)
		}
		uri, err := url.Parse(*got.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimPrefix(uri.Path, "./")
		if !slices.Contains([]string{"", "-"}, p.File) && file != strings.TrimPrefix(p.File, "./") && uri.Path != p.File && uri.Path != "/"+p.File {
			t.Fatalf("the file %q reads %q", p.File, uri.Path)
		}
	}
	for _, u := range r.Unread {
		if got := next(); *got.RuleID != notRead || got.Level != "note" || !strings.Contains(*got.Message.Text, message(u.Why)) {
			t.Fatalf("%+v reads %+v", u, got)
		}
	}
	if len(results) > 0 {
		t.Fatalf("there are other results: %+v", results)
	}
}

// TestMarkdownFitsIntoAComment writes more problems than there is room for, with names as
// long as messages can have.
func TestMarkdownFitsIntoAComment(t *testing.T) {
	for _, event := range []string{"E", strings.Repeat("|", 32<<10), strings.Repeat("🎉", 8<<10)} {
		r := &Report{Failure: event, Summary: "3 messages: 3 count"}
		for range 3000 {
			r.Problems = append(r.Problems, Problem{Code: "value_not_number", Severity: "error", Fails: true, Event: event, Messages: 1, File: event, Line: 1, Pointer: event, Metric: event, Effect: event, Fix: event})
			r.Results = append(r.Results, expectation.Result{Name: event, State: expectation.Missing, Expected: event, Came: event})
		}
		var out bytes.Buffer
		if err := formats()[4].Write(&out, r); err != nil {
			t.Fatal(err)
		}
		const most = 65536 // characters, of a comment on GitHub
		if n := utf8.RuneCount(out.Bytes()); n > most {
			t.Errorf("%.9q: %d characters", event, n)
		}
		for _, want := range []string{"3000 of 3000 expectations not met, 3000 problems, not finished", " expectations more, for which there is no room", "3000 problems more, for which there is no room"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%.9q: it does not say %q", event, want)
			}
		}
	}
}

// TestFilesAreNamedFromTheRoot names files as GitHub finds them.
// The full stop of a sentence is no part of a file's name.
func TestAFullStopIsNoCode(t *testing.T) {
	for text, want := range map[string]string{
		"The plan has it, at plan.json:4:24.": "The plan has it, at <code>plan&#46;json&#58;4&#58;24</code>.",
		"--ignore metric_not_found.":          "--ignore <code>metric&#95;not&#95;found</code>.",
		"www.example.com, and #1;":            "<code>www&#46;example&#46;com</code>, and <code>&#35;1</code>;",
	} {
		if got := sentence(text); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestFilesAreNamedFromTheRoot(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, test := range []struct{ root, name, want string }{
		{"", "a/b.ndjson", "a/b.ndjson"},
		{dir, "a/b.ndjson", "a/b.ndjson"},
		{filepath.Dir(dir), "b.ndjson", filepath.Base(dir) + "/b.ndjson"},
		{dir, filepath.Join(dir, "b.ndjson"), "b.ndjson"},
		{filepath.Join(dir, "a"), "b.ndjson", "b.ndjson"}, // not beneath it
		{dir, "", ""},
	} {
		if got := (&Report{Root: test.root}).fileFrom(test.name); got != test.want {
			t.Errorf("%q from %q is %q, want %q", test.name, test.root, got, test.want)
		}
	}
}
