package proposal

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"segtap/capture/control/eventjson"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// noProject stands for a project that is not known.
const noProject = "YOUR-PROJECT"

func (p *Proposal) project() string { return cmp.Or(p.Project, noProject) }

// line is an attribute with what there is to say of it.
type line struct{ name, value, why string }

// aligned writes attributes as `terraform fmt` does.
func aligned(lines []line) string {
	name, value := 0, 0
	for _, l := range lines {
		name = max(name, len(l.name))
		if l.why != "" {
			value = max(value, len([]rune(l.value)))
		}
	}
	var b strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&b, "  %-*s = %s", name, l.name, l.value)
		if l.why == "" {
			b.WriteByte('\n')
			continue
		}
		// Comments of neighbouring lines stand below each other.
		width := 0
		for k := i; k >= 0 && lines[k].why != ""; k-- {
			width = max(width, len([]rune(lines[k].value)))
		}
		for k := i; k < len(lines) && lines[k].why != ""; k++ {
			width = max(width, len([]rune(lines[k].value)))
		}
		fmt.Fprintf(&b, "%s # %s\n", strings.Repeat(" ", width-len([]rune(l.value))), l.why)
	}
	return b.String()
}

// Terraform returns the metric as a resource of LaunchDarkly's provider, version 3.
func (p *Proposal) Terraform() string {
	text := func(s string) string { return hclText(strings.ToValidUTF8(s, "\uFFFD")) }
	m := &p.Metric
	lines := []line{{"project_key", text(p.project()), ""}, {"key", text(m.Key), ""}, {"name", text(m.Name), ""}, {"kind", text(m.Kind), ""}, {"event_key", text(m.EventKey), p.Why.Event}}
	if p.Composes() {
		lines[4].why = "Terraform composes its characters (Unicode NFC), and the events do not: this would never match; use --format api"
	}
	if p.Project == "" {
		lines[0].why = "the key of your project"
	}
	lines = append(lines, line{"is_numeric", fmt.Sprint(m.Numeric), p.Why.Numeric})
	if m.Unit != "" {
		lines = append(lines, line{"unit", text(m.Unit), p.Why.Unit})
	}
	lines = append(lines,
		line{"success_criteria", text(m.Success), "or LowerThanBaseline: whether more is better is yours to say"},
		line{"unit_aggregation_type", text(m.Aggregation), aggregated(m.Numeric)},
	)
	if len(m.Units) > 0 {
		var units []string
		for _, unit := range m.Units {
			units = append(units, hclText(unit))
		}
		name, why := m.UnitsAs, p.Why.Units
		if name == "" {
			name, why = "analysis_units", strings.TrimSuffix("randomization_units before version 3 of the provider; "+why, "; ")
		}
		lines = append(lines, line{name, "[" + strings.Join(units, ", ") + "]", why})
	}
	return "resource \"launchdarkly_metric\" " + text(label(m.Key)) + " {\n" + aligned(lines) + "}\n"
}

// label makes a name of Terraform's of a key.
func label(key string) string {
	name := strings.NewReplacer(".", "_", "-", "_").Replace(key)
	if name[0] >= '0' && name[0] <= '9' {
		return "metric_" + name
	}
	return name
}

// aggregated says what there is to choose.
func aggregated(numeric bool) string {
	if numeric {
		return "of the values of one unit; or average"
	}
	return "whether the event came at all; sum counts how often"
}

// hclText is a text in quotes as hclwrite would write it, which brings a library for tests with
// it that takes 0.5 ms of each start of the program; a test holds the two against each other.
// Its characters are composed, as Terraform's own are.
func hclText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	text = norm.NFC.String(text)
	for i, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case (r == '$' || r == '%') && strings.HasPrefix(text[i+1:], "{"): // what begins a template
			b.WriteRune(r)
			b.WriteRune(r)
		case !unicode.IsPrint(r) && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return harmless([]byte(b.String()))
}

// yamlText is a text in quotes, which JSON and YAML spell alike.
func yamlText(text string) string { return harmless(jsondoc.AppendString(nil, text)) }

// harmless escapes, in a text in quotes of HCL's or YAML's, the characters that act on a
// terminal, as [eventjson.Escape] does in JSON.
func harmless(quoted []byte) string {
	var b strings.Builder
	for _, r := range string(quoted) {
		switch {
		case r < 0x7f || !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// API returns a shell command that would create the metric, with LaunchDarkly's address and
// the body of the request (LaunchDarkly API, MetricPost).
func (p *Proposal) API(base string) string {
	var b strings.Builder
	b.WriteString("# Nothing was sent. This creates the metric, with a token that may, such as one with the role Writer.\n")
	for _, l := range p.remarks("isNumeric", "unit", "randomizationUnits") {
		b.WriteString("# " + l.name + ": " + l.why + "\n")
	}
	if p.Project == "" {
		b.WriteString("# " + noProject + ": the key of your project\n")
	}
	b.WriteString("# successCriteria: or LowerThanBaseline; whether more is better is yours to say\n")
	fmt.Fprintf(&b, "curl --fail-with-body -X POST %s \\\n", quoted(strings.TrimSuffix(base, "/")+"/api/v2/metrics/"+url.PathEscape(p.project())))
	b.WriteString("  -H \"Authorization: $LD_ACCESS_TOKEN\" -H 'Content-Type: application/json' -H 'LD-API-Version: 20240415' \\\n")
	b.WriteString("  --data-binary " + quoted(string(eventjson.Escape(p.Body()))) + "\n")
	return b.String()
}

// quoted is a word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// remarks are what there is to say, under the names of a format.
func (p *Proposal) remarks(numeric, unit, units string) []line {
	var all []line
	for _, l := range []line{{"event", "", p.Why.Event}, {numeric, "", p.Why.Numeric}, {unit, "", p.Why.Unit}, {units, "", p.Why.Units}} {
		if l.why != "" {
			all = append(all, l)
		}
	}
	return all
}

// Body returns the body of the request.
func (p *Proposal) Body() []byte {
	m := &p.Metric
	b := bytes.NewBufferString("{")
	member := func(name string, value []byte) {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString("\n    \"" + name + "\": ")
		b.Write(value)
	}
	text := func(name, value string) { member(name, jsondoc.AppendString(nil, value)) }
	text("key", m.Key)
	text("name", m.Name)
	text("kind", m.Kind)
	text("eventKey", m.EventKey)
	member("isNumeric", fmt.Append(nil, m.Numeric))
	if m.Unit != "" {
		text("unit", m.Unit)
	}
	text("successCriteria", m.Success)
	text("unitAggregationType", m.Aggregation)
	text("analysisType", m.Analysis)
	if len(m.Units) > 0 {
		member("randomizationUnits", list(m.Units))
	}
	b.WriteString("\n  }")
	return b.Bytes()
}

func list(texts []string) []byte {
	b := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = jsondoc.AppendString(b, text)
	}
	return append(b, ']')
}

// Entry returns the metric as one of those that a file by hand has already, so far from the
// left: its line, and what there is to say of it above.
func (p *Proposal) Entry(indent int) string {
	m, margin := &p.Metric, strings.Repeat(" ", indent)
	var b strings.Builder
	for _, l := range append(p.remarks("numeric", "unit", "units"), line{"success", "", "or LowerThanBaseline: whether more is better is yours to say"}) {
		b.WriteString(margin + "# " + l.name + ": " + prose.Outside(l.why) + "\n")
	}
	b.WriteString(margin + yamlText(m.Key) + ": {name: " + yamlText(m.Name) + ", event: " + yamlText(m.EventKey) + ", numeric: " + fmt.Sprint(m.Numeric))
	if m.Unit != "" {
		b.WriteString(", unit: " + yamlText(m.Unit))
	}
	b.WriteString(", success: " + m.Success + ", aggregation: " + m.Aggregation + ", analysis: " + m.Analysis)
	if len(m.Units) > 0 {
		b.WriteString(", units: " + harmless(list(m.Units)))
	}
	return b.String() + "}\n"
}

// YAML returns the metric as a file by hand has it that has no other.
func (p *Proposal) YAML() string {
	m := &p.Metric
	var b strings.Builder
	b.WriteString("metrics:\n  " + yamlText(m.Key) + ":\n")
	add := func(name, value, why string) {
		b.WriteString("    " + name + ": " + value)
		if why != "" {
			b.WriteString(" # " + prose.Outside(why))
		}
		b.WriteByte('\n')
	}
	add("name", yamlText(m.Name), "")
	add("event", yamlText(m.EventKey), p.Why.Event)
	add("numeric", fmt.Sprint(m.Numeric), p.Why.Numeric)
	if m.Unit != "" {
		add("unit", yamlText(m.Unit), p.Why.Unit)
	}
	add("success", m.Success, "or LowerThanBaseline: whether more is better is yours to say")
	add("aggregation", m.Aggregation, aggregated(m.Numeric))
	add("analysis", m.Analysis, "")
	if len(m.Units) > 0 {
		add("units", harmless(list(m.Units)), p.Why.Units)
	}
	return b.String()
}
