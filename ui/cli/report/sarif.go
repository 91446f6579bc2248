package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/mapping/lazy"
	"segtap/mapping/verdict"
	"segtap/ui/cli/version"
	"segtap/ui/widget/sanitize"
)

// What a SARIF 2.1.0 log needs of the standard's objects, in its names.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Language    string            `json:"language"`
		ColumnKind  string            `json:"columnKind"`
		Newlines    []string          `json:"newlineSequences"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		Version  string      `json:"semanticVersion"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID       string         `json:"id"`
		Short    sarifText      `json:"shortDescription"`
		Full     sarifText      `json:"fullDescription"`
		Help     sarifText      `json:"help"`
		HelpURI  string         `json:"helpUri,omitzero"`
		Defaults sarifDefaults  `json:"defaultConfiguration"`
		Further  map[string]any `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitzero"`
	}
	sarifDefaults struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Further      map[string]any    `json:"properties"`
	}
	sarifLocation struct {
		Message  *sarifText    `json:"message,omitzero"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitzero"`
	}
)

// english is the language of all texts. It is what the standard takes when none is said,
// as with the line ends; there are readers that do not know that.
const english = "en-US"

// notMet is the rule of expectations that are not met.
const notMet = "expectation_not_met"

// sarifLevels are the levels by severity.
var sarifLevels = map[string]string{"error": "error", "warning": "warning", "info": "note"}

// sarifWriter gathers results with their rules.
type sarifWriter struct {
	report  *Report
	rules   []sarifRule
	indices map[string]int
	results []sarifResult
	again   map[string]int // how often there was a fingerprint
}

// sarif writes a SARIF log: a result for each problem and for each expectation that is
// not met. GitHub makes an alert of each result, so that those that are met are none.
func (r *Report) sarif(out *bufio.Writer) error {
	w := sarifWriter{report: r, rules: []sarifRule{}, indices: make(map[string]int), results: []sarifResult{}, again: make(map[string]int)}
	for i := range r.Results {
		if !r.Results[i].OK {
			w.unmet(i)
		}
	}
	for i := range r.Problems {
		w.problem(&r.Problems[i])
	}
	for i := range r.Unread {
		w.unread(&r.Unread[i])
	}
	invocation := sarifInvocation{Successful: r.Failure == ""}
	if r.Failure != "" {
		invocation.Notifications = []sarifNotification{{"error", sarifText{Text: message(r.Failure)}}}
	}
	if !r.Unlisted.IsZero() {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{"warning", sarifText{Text: r.Unlisted.String()}})
	}
	return writeJSON(out, sarifLog{
		"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0",
		[]sarifRun{{
			Tool: sarifTool{sarifDriver{"segtap", version.Release, english, w.rules}}, Invocations: []sarifInvocation{invocation},
			Language: english, ColumnKind: "unicodeCodePoints", Newlines: []string{"\r\n", "\n"}, Results: w.results,
		}},
	}, jsontext.WithIndent("  "))
}

func (w *sarifWriter) problem(p *Problem) {
	level := sarifLevels[p.level()]
	further := map[string]any{"event": p.Event, "messages": p.Messages, "pointer": p.Pointer, "values": p.Values}
	if p.Values == nil {
		delete(further, "values")
	}
	if p.Metric != "" {
		further["metric"] = p.Metric
	}
	distinct := []string{p.Code, p.Severity, p.Event, p.Pointer, p.Metric}
	if p.Messages == 0 { // each place is one of its own
		distinct = append(distinct, w.report.fileFrom(p.File))
		delete(further, "messages")
	}
	var related []sarifLocation
	for _, at := range p.Sent {
		call := w.location(at.File, at.Line, at.Column)
		call.Message = &sarifText{Text: "sent here"}
		related = append(related, call)
	}
	w.results = append(w.results, sarifResult{
		Rule: p.Code, RuleIndex: w.rule(p.Code, func() sarifRule { return codeRule(p) }), Level: level,
		Message:      sarifText{Text: message(named(p.Event) + ", " + p.counted() + ": " + p.what() + " " + p.Fix)},
		Locations:    []sarifLocation{w.location(p.File, p.Line, p.Column)},
		Related:      related,
		Fingerprints: w.fingerprint(distinct...),
		Further:      further,
	})
}

func (w *sarifWriter) unmet(i int) {
	r := &w.report.Results[i]
	result := sarifResult{
		Rule: notMet, RuleIndex: w.rule(notMet, expectationRule), Level: "error",
		Message:      sarifText{Text: message(r.Name + ": " + strings.Join(texts(details(r)), "; "))},
		Locations:    []sarifLocation{w.location(r.File, r.Line, r.Column)},
		Fingerprints: w.fingerprint(notMet, r.File, r.Name),
		Further:      map[string]any{"expectation": r.Name, "state": r.State},
	}
	if m := r.Nearest; m != nil {
		result.Further["event"] = m.Event
		if m.Code != "" {
			result.Further["code"] = m.Code
		}
		if m.File != "" && m.Line > 0 {
			near := w.location(m.File, m.Line, 0)
			near.Message = &sarifText{Text: message("nearest: " + named(m.Event))}
			result.Related = []sarifLocation{near}
		}
	}
	w.results = append(w.results, result)
}

// rule returns the index of a rule, which is added when it is first needed.
func (w *sarifWriter) rule(id string, added func() sarifRule) int {
	index, ok := w.indices[id]
	if !ok {
		index = len(w.rules)
		w.indices[id] = index
		w.rules = append(w.rules, added())
	}
	return index
}

// codeRule is what the table of codes says of the code of a problem.
func codeRule(p *Problem) sarifRule {
	info, _ := verdict.CodeByName(p.Code)
	return sarifRule{
		info.Name,
		sarifText{Text: message(info.What)},
		sarifText{Text: message(info.What + " " + info.Why)},
		sarifText{
			Text:     message(info.Why + " " + info.Fix + " See " + info.Page() + " in the guide of segtap, and " + info.Source),
			Markdown: fmt.Sprintf("%s\n\n**What to do:** %s\n\nSee `%s` in the guide of segtap, and <%s>.\n", info.Why, info.Fix, info.Page(), info.Source),
		},
		info.Source,
		sarifDefaults{sarifLevels[p.Severity]},
		map[string]any{"tags": []string{"events", info.Gate.String()}, "problem.severity": recommended(p.Severity), "precision": "very-high"},
	}
}

func expectationRule() sarifRule {
	const what = "The events that came are not what was expected."
	return sarifRule{
		notMet,
		sarifText{Text: what},
		sarifText{Text: what},
		sarifText{Text: "The message says what was expected, what came, and how the nearest event misses it. `segtap explain CODE` says more about a code."},
		"",
		sarifDefaults{"error"},
		map[string]any{"tags": []string{"events", "expectation"}, "problem.severity": "error", "precision": "very-high"},
	}
}

// recommended is a severity in the word that GitHub has for it.
func recommended(severity string) string {
	if severity == verdict.Info.String() {
		return "recommendation"
	}
	return severity
}

// location is a place in a file. GitHub refuses a result without one, so that standard
// input and a capture that is asked over the network have names as if they were files.
func (w *sarifWriter) location(file string, line, column int) sarifLocation {
	name := w.report.fileFrom(file)
	switch file {
	case "-":
		name = "standard-input"
	case "":
		name = "segtap"
	}
	uri := url.URL{Path: name}
	if path.IsAbs(name) || windowsDrive().MatchString(name) {
		uri = url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(name, "/")}
	}
	return sarifLocation{Physical: sarifPhysical{sarifArtifact{uri.String()}, sarifRegion{max(line, 1), column}}}
}

// fingerprint tells alerts apart, and is the same when the file is written anew and the
// message stands in another line.
func (w *sarifWriter) fingerprint(parts ...string) map[string]string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	hash := hex.EncodeToString(sum[:8])
	w.again[hash]++
	return map[string]string{"primaryLocationLineHash": fmt.Sprintf("%s:%d", hash, w.again[hash])}
}

// windowsDrive is how an absolute path begins on Windows.
var windowsDrive = lazy.Regexp(`^[A-Za-z]:/`)

// message writes a text as the standard has it in messages (3.11.5, 3.11.6): braces are
// doubled, since {0} stands for an argument, and [here](https://…) is made no link.
func message(text string) string {
	return strings.NewReplacer("{", "{{", "}", "}}", "](", `\](`).Replace(sanitize.Escape(text))
}
