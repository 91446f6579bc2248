package exporter

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dustin/go-humanize/english"

	"segtap/capture"
	"segtap/capture/store/index"
	"segtap/mapping/jsondoc"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/events/columns"
)

// timeFormat is how a time stands in a table: sorted as text it is sorted as time.
const timeFormat = "2006-01-02T15:04:05.000Z"

// more are the columns beside those of the screen.
var more = []string{"type", "message_id", "timestamp", "code"}

// table writes a row of comma-separated values for each message.
type table struct {
	out     *csv.Writer
	begun   bool
	secrets secrets
	defused int
}

func newTable(out io.Writer, opt Options) *table {
	return &table{out: csv.NewWriter(out), secrets: secrets{keys: opt.Keys, emails: opt.Emails}}
}

func (t *table) write(e *event) (bool, error) {
	if err := t.begin(); err != nil {
		return false, err
	}
	row := make([]string, 0, len(columns.All())+len(more))
	entry := entryOf(e)
	for _, c := range columns.All() {
		row = append(row, cellOf(c, &entry, e))
	}
	code := ""
	if entry.Code != verdict.NoCode {
		code = entry.Code.Info().Name
	}
	row = append(row, entry.Type, textOf(e, "messageId"), textOf(e, "timestamp"), code)
	for i := range row {
		row[i] = t.harmless(t.secrets.text(row[i], e.writeKey))
	}
	return true, t.out.Write(row)
}

// begin writes the names of the columns.
func (t *table) begin() error {
	if t.begun {
		return nil
	}
	t.begun = true
	return t.out.Write(append(columns.Names(columns.All()), more...))
}

func (t *table) close() (notes []string, err error) {
	if err := t.begin(); err != nil {
		return nil, err
	}
	t.out.Flush()
	if t.defused > 0 {
		notes = append(notes, fmt.Sprintf("%s as formulas do, and %s a ' before %s: a spreadsheet would run them",
			console.Count(t.defused, "cell")+" "+english.PluralWord(t.defused, "begins", "begin"), english.PluralWord(t.defused, "has", "have"), english.PluralWord(t.defused, "it", "them")))
	}
	return notes, t.out.Error()
}

// harmless returns a text that neither moves a terminal nor is a formula to a spreadsheet.
// Numbers stay numbers.
func (t *table) harmless(text string) string {
	text = console.Harmless(text)
	begins, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u3000"))
	if !strings.ContainsRune("=+-@＝＋－＠", begins) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil && strings.Trim(text, "0123456789+-.eE") == "" {
		return text
	}
	t.defused++
	return "'" + text
}

// entryOf is a message as the list of the screen has it.
func entryOf(e *event) capture.Entry {
	draft := index.NewDraft(e.message, e.judged, e.writeKey)
	entry := capture.Entry{ID: e.number, At: e.at}
	draft.Show(&entry)
	return entry
}

// cellOf is what a message has in a column of the screen, whole.
func cellOf(c columns.Column, entry *capture.Entry, e *event) string {
	switch c {
	case columns.Number:
		return strconv.FormatUint(entry.ID, 10)
	case columns.Time:
		return entry.At.UTC().Format(timeFormat)
	case columns.Verdict:
		return entry.Verdict.Headline.Word()
	case columns.Event:
		return entry.Name
	case columns.User:
		return query.UserOf(e.message)
	case columns.Value:
		return string(e.judged.Value.Raw())
	case columns.Why:
		return whyOf(entry)
	case columns.Metric:
		if n := entry.Toward.Metrics; n > 1 {
			return fmt.Sprintf("%s +%d", entry.Toward.Metric, n-1)
		}
		return entry.Toward.Metric
	case columns.Source:
		return entry.Source
	default:
		return ""
	}
}

// whyOf is the first problem in two or three words; of a message without one, what it
// counts for.
func whyOf(entry *capture.Entry) string {
	switch {
	case entry.Code != verdict.NoCode:
		return entry.Code.Short()
	case entry.Toward.Experiment != "":
		return entry.Toward.Metric + " in " + entry.Toward.Experiment
	}
	return entry.Toward.Metric
}

// textOf is a member of a message: the text of a string, all else as it came.
func textOf(e *event, name string) string {
	member := e.message.Root.Member(name)
	if member.Kind() == jsondoc.String {
		return member.Text()
	}
	return string(member.Raw())
}
