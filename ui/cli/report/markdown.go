package report

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"segtap/mapping/expectation"
	"segtap/mapping/lazy"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// mostMarkdown is how many bytes are written at most: GitHub takes 65,536 characters in a
// comment, and refuses a longer one.
const mostMarkdown = 60_000

// mostInCell is how many characters of a text stand in a cell.
const mostInCell = 400

// markdown writes tables for the summary of a job and the comment of a pull request.
func (r *Report) markdown(out *bufio.Writer) error {
	page := strings.Builder{}
	fmt.Fprintf(&page, "### %s: %s\n", r.command(), r.headline())
	if r.Failure != "" {
		fmt.Fprintf(&page, "\nNot everything could be checked: %s\n", sentence(r.Failure))
	}
	if r.Summary != "" {
		fmt.Fprintf(&page, "\n%s\n", sentence(r.Summary))
	}
	r.table(&page, []string{"Expectation", "State", "Expected", "Came"}, len(r.Results), r.expectationRow, "expectation")
	where := "Messages"
	if r.Command != "" {
		where = "Where"
	}
	r.table(&page, []string{"Problem", "Severity", "Event", where, "What happens", "What to do"}, len(r.Problems), r.problemRow, "problem")
	if len(r.Unread) > 0 {
		fmt.Fprintf(&page, "\n%s: %s\n", sentence(console.Count(len(r.Unread), "call")+" could not be read"), unreadEach)
		r.table(&page, []string{"Call", "Why its event name could not be read"}, len(r.Unread), r.unreadRow, "call")
	}
	_, err := out.WriteString(page.String())
	return err
}

// headline says in a few words how it went.
func (r *Report) headline() string {
	problems, unmet := r.Failing()
	var parts []string
	if unmet > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s not met", unmet, console.Count(len(r.Results), "expectation")))
	} else if len(r.Results) > 0 {
		parts = append(parts, "all expectations met")
	}
	switch all := len(r.Problems); {
	case problems > 0 && problems < all:
		fail := "fail"
		if problems == 1 {
			fail = "fails"
		}
		parts = append(parts, fmt.Sprintf("%s%d of %s%s %s", beyond(r.Unlisted.Failing), problems, beyond(r.Unlisted.Failing+r.Unlisted.Other), console.Count(all, "problem"), fail))
	case problems > 0:
		parts = append(parts, beyond(r.Unlisted.Failing)+console.Count(problems, "problem"))
	}
	if r.Failure != "" {
		parts = append(parts, "not finished")
	}
	if len(parts) == 0 {
		return "no problem"
	}
	return strings.Join(parts, ", ")
}

func (r *Report) expectationRow(i int) string {
	result := &r.Results[i]
	came := sentence(result.Came)
	for _, d := range details(result)[2:] {
		came += "<br>" + sentence(d.String())
	}
	return cells(code(result.Name), mark(result), sentence(result.Expected), came)
}

// mark is the state of an expectation, to be found at a glance.
func mark(r *expectation.Result) string {
	if !r.OK {
		return "❌ not met"
	}
	return map[string]string{"met": "✅ met", "skipped": "skipped"}[state(r)]
}

func (r *Report) problemRow(i int) string {
	p := &r.Problems[i]
	severity := p.Severity
	if p.Fails {
		severity = "❌ " + severity
	}
	event := "(no event name)"
	if p.Event != "" {
		event = code(p.Event)
	}
	where := fmt.Sprintf("%d, first at %s", p.Messages, code(p.place()))
	switch {
	case p.Messages == 0 && p.File == "":
		where = "in no file"
	case p.Messages == 0:
		where = code(p.place())
		if p.SentAt != "" {
			where += "<br>" + sentence(p.SentAt)
		}
	}
	return cells(code(p.Code), severity, event, where, sentence(p.what()), sentence(p.Fix))
}

func cells(texts ...string) string { return "| " + strings.Join(texts, " | ") + " |\n" }

// table writes n rows, as far as there is room for them, and says how many are left out.
func (r *Report) table(page *strings.Builder, head []string, n int, row func(i int) string, of string) {
	if n == 0 {
		return
	}
	page.WriteString("\n" + cells(head...) + strings.Repeat("| --- ", len(head)) + "|\n")
	for i := range n {
		text := row(i)
		if page.Len()+len(text) > mostMarkdown {
			fmt.Fprintf(page, "\n%s more, for which there is no room here: `%s` lists %s.\n", console.Count(n-i, of), r.command(), r.Unlisted.listed())
			return
		}
		page.WriteString(text)
	}
}

// code writes a text as code, in which GitHub looks for no names of people, links or
// issues. It is HTML, since a code span in a table cannot hold every text.
func code(text string) string {
	return "<code>" + entities(cut(sanitize.Escape(text))) + "</code>"
}

// entities writes all punctuation by its number, so that none means anything.
func entities(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf && r != ' ' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cut returns the beginning of a text that is too long for a cell.
func cut(text string) string {
	n := 0
	for i := range text {
		if n == mostInCell {
			return text[:i] + "…"
		}
		n++
	}
	return text
}

var (
	// harmlessWord is a word that Markdown makes nothing of.
	harmlessWord = lazy.Regexp(`^[\p{L}\p{M}\p{N}"'(),.;:!?…–\-]*$`)
	// remarkable is what GitHub makes a link or a picture of, in words that Markdown makes nothing of.
	remarkable = lazy.Regexp(`(?i)www\.|^\W*(?:[0-9a-f]{7,}|gh-\d+)\W*$|:[^ ]*:`)
)

// sentence writes a text of several words: those that would be more than text, such as
// @name, #12, a link or a path, are code, and so is what stands in backticks.
func sentence(text string) string {
	parts := strings.Split(cut(sanitize.Escape(text)), "`")
	if len(parts)%2 == 0 { // a backtick without its second one
		return words(strings.Join(parts, "`"))
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 0 {
			b.WriteString(words(part))
		} else {
			b.WriteString("<code>" + entities(part) + "</code>")
		}
	}
	return b.String()
}

func words(text string) string {
	list := strings.Split(text, " ")
	for i, word := range list {
		if !harmlessWord().MatchString(word) || remarkable().MatchString(word) {
			end := ""
			if last := len(word) - 1; last > 0 && strings.ContainsRune(".,;", rune(word[last])) {
				word, end = word[:last], word[last:]
			}
			list[i] = "<code>" + entities(word) + "</code>" + end
		}
	}
	return strings.Join(list, " ")
}
