package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	udiff "github.com/aymanbagabas/go-udiff"
	"github.com/aymanbagabas/go-udiff/lcs"
)

// Kind says how the two sides of a row differ.
type Kind uint8

// The kinds.
const (
	Same    Kind = iota
	Changed      // both sides are there
	Removed      // only the old one is
	Added        // only the new one is
)

// Side is one side of a row.
type Side struct {
	Number int    // of the line, from 1; 0 where there is none
	Text   string // without its end
	// Marks are the parts of a changed line that the other side does not have.
	Marks []Span
}

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// Row is a line of both texts beside each other.
type Row struct {
	Kind     Kind
	Old, New Side
}

// Compare lays two texts beside each other.
func Compare(before, after string) []Row {
	a, b := split(before), split(after)
	rows := make([]Row, 0, max(len(a), len(b)))
	i, j := 0, 0
	same := func(upTo int) {
		for ; i < upTo; i, j = i+1, j+1 {
			rows = append(rows, Row{Same, Side{Number: i + 1, Text: a[i]}, Side{Number: j + 1, Text: b[j]}})
		}
	}
	for _, d := range lcs.DiffLines(a, b) {
		same(d.Start)
		rows = appendBlock(rows, a[d.Start:d.End], b[d.ReplStart:d.ReplEnd], d.Start, d.ReplStart)
		i, j = d.End, d.ReplEnd
	}
	same(len(a))
	return rows
}

// split divides a text into lines, without their ends. A text always has one.
func split(text string) []string { return strings.Split(text, "\n") }

// Unified returns the difference as programs write and read it; empty where there is none.
func Unified(nameBefore, nameAfter, before, after string) string {
	const context = 3
	before, after = strings.TrimSuffix(before, "\n")+"\n", strings.TrimSuffix(after, "\n")+"\n"
	text, err := udiff.ToUnified(nameBefore, nameAfter, before, udiff.Lines(before, after), context)
	if err != nil {
		return "" // the edits are those of this very text
	}
	return text
}

// appendBlock lays lines that differ beside each other: those that look like the same one,
// changed, in one row.
func appendBlock(rows []Row, a, b []string, fromA, fromB int) []Row {
	i, j := 0, 0
	removed := func(upTo int) {
		for ; i < upTo; i++ {
			rows = append(rows, Row{Kind: Removed, Old: Side{Number: fromA + i + 1, Text: a[i]}})
		}
	}
	added := func(upTo int) {
		for ; j < upTo; j++ {
			rows = append(rows, Row{Kind: Added, New: Side{Number: fromB + j + 1, Text: b[j]}})
		}
	}
	for _, p := range pairs(a, b) {
		removed(p[0])
		added(p[1])
		row := Row{Changed, Side{Number: fromA + i + 1, Text: a[i]}, Side{Number: fromB + j + 1, Text: b[j]}}
		row.Old.Marks, row.New.Marks = words(a[i], b[j])
		rows = append(rows, row)
		i, j = i+1, j+1
	}
	removed(len(a))
	added(len(b))
	return rows
}

// mostPairs is how many pairs of lines are looked at for the best ones; where there are
// more, lines in the same place are taken for each other.
const mostPairs = 10_000

// pairs returns which lines of two blocks are taken for each other, in order: as many and
// as similar ones as there are.
func pairs(a, b []string) (list [][2]int) {
	if len(a)*len(b) > mostPairs {
		for i := range min(len(a), len(b)) {
			if likeness(a[i], b[i]) > 0 {
				list = append(list, [2]int{i, i})
			}
		}
		return list
	}
	best := make([][]int, len(a)+1) // what the ends of both come to
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	like := func(i, j int) int { return likeness(a[i], b[j]) }
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if n := like(i, j); n > 0 {
				best[i][j] = max(best[i][j], n+best[i+1][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		n := like(i, j)
		switch {
		case n > 0 && best[i][j] == n+best[i+1][j+1]:
			list = append(list, [2]int{i, j})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return list
}

// likeness says how much two lines are the same one, changed; 0 for not at all. Lines with
// the same name before a colon are.
func likeness(a, b string) int {
	nameA, _, namedA := strings.Cut(a, ":")
	nameB, _, namedB := strings.Cut(b, ":")
	switch {
	case namedA && namedB && nameA == nameB:
		return 4
	case namedA != namedB, namedA: // of other names
		return 0
	}
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	switch {
	case strings.TrimSuffix(a, ",") == strings.TrimSuffix(b, ","): // the end of a list has come or gone
		return 4
	case a == "" || b == "" || len(a) > longest || len(b) > longest:
		return 0
	}
	of := make(map[string]int)
	all, both := 0, 0
	for _, w := range tokens(a) {
		of[w]++
		all++
	}
	for _, w := range tokens(b) {
		if of[w] > 0 {
			of[w]--
			both++
		}
		all++
	}
	if 2*both*3 >= all { // a third of the words of both
		return 2
	}
	return 0
}

// longest is how long a line may be, in bytes, to be compared word by word.
const longest = 16 << 10

// words marks in what two lines differ.
func words(a, b string) (marksA, marksB []Span) {
	if len(a) > longest || len(b) > longest {
		return ends(a, b)
	}
	tokensA, tokensB := tokens(a), tokens(b)
	placesA, placesB := places(tokensA), places(tokensB)
	for _, d := range lcs.DiffLines(tokensA, tokensB) {
		if d.Start < d.End {
			marksA = append(marksA, Span{placesA[d.Start], placesA[d.End]})
		}
		if d.ReplStart < d.ReplEnd {
			marksB = append(marksB, Span{placesB[d.ReplStart], placesB[d.ReplEnd]})
		}
	}
	return marksA, marksB
}

// ends marks all that stands between the equal beginnings and the equal ends of two lines.
func ends(a, b string) (marksA, marksB []Span) {
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	for from > 0 && from < len(a) && !utf8.RuneStart(a[from]) {
		from--
	}
	toA, toB := len(a), len(b)
	for toA > from && toB > from && a[toA-1] == b[toB-1] {
		toA, toB = toA-1, toB-1
	}
	for toA < len(a) && !utf8.RuneStart(a[toA]) {
		toA, toB = toA+1, toB+1
	}
	if from < toA {
		marksA = []Span{{from, toA}}
	}
	if from < toB {
		marksB = []Span{{from, toB}}
	}
	return marksA, marksB
}

// tokens divides a line into words and numbers, and all else into characters.
func tokens(line string) (list []string) {
	from := -1 // of the word that is open
	for i, r := range line {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '.' || r == '-' || r == '+'
		if inWord && from < 0 {
			from = i
		}
		if inWord {
			continue
		}
		if from >= 0 {
			list = append(list, line[from:i])
			from = -1
		}
		_, n := utf8.DecodeRuneInString(line[i:])
		list = append(list, line[i:i+n])
	}
	if from >= 0 {
		list = append(list, line[from:])
	}
	return list
}

// places returns where each token begins, and where the last one ends.
func places(tokens []string) []int {
	at := make([]int, len(tokens)+1)
	for i, token := range tokens {
		at[i+1] = at[i] + len(token)
	}
	return at
}
