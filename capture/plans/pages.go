package plans

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// page is a page of a list of rules: where it is in the list, and which pages stand
// beside it. Empty: there is none.
type page struct {
	file                    string
	current, next, previous string
	rules, total            int // total of the list; -1: not said
}

// pages are those of all files.
type pages []page

// areOneList tells pages of one list from those of several plans, which begin each.
func (ps pages) areOneList() bool {
	begin := 0
	for _, p := range ps {
		if p.previous == "" {
			begin++
		}
	}
	return begin == 1
}

// segmentPage reads the pagination of Segment's Public API.
func segmentPage(file string, v jsondoc.Value, rules int) page {
	return page{
		file: file, current: v.Member("current").Text(), next: v.Member("next").Text(), previous: v.Member("previous").Text(),
		rules: rules, total: wholeNumber(v.Member("totalEntries")),
	}
}

// rudderPage reads the numbers of a page of RudderStack's.
func rudderPage(file string, v jsondoc.Value, rules int) page {
	p := page{file: file, rules: rules, total: wholeNumber(v.Member("total"))}
	at, size := wholeNumber(v.Member("currentPage")), wholeNumber(v.Member("pageSize"))
	if at < 1 || size < 1 {
		return p
	}
	p.current = strconv.Itoa(at)
	if at > 1 {
		p.previous = strconv.Itoa(at - 1)
	}
	if p.total > at*size {
		p.next = strconv.Itoa(at + 1)
	}
	return p
}

func wholeNumber(v jsondoc.Value) int {
	n, err := strconv.Atoi(string(v.Raw()))
	if err != nil {
		return -1
	}
	return n
}

// missing says which pages no file has. Each page that another one names has to be
// there, as often as it is named: two plans may have pages of one name.
func (ps pages) missing() []string {
	there := map[string]int{}
	rules, total, files := 0, -1, []string(nil)
	for _, p := range ps {
		there[p.current]++
		rules, total = rules+p.rules, max(total, p.total)
		if name := prose.Outside(p.file); !slices.Contains(files, name) {
			files = append(files, name)
		}
	}
	next, previous := 0, 0
	named := func(cursor string, seen map[string]int) bool {
		if cursor == "" {
			return false
		}
		seen[cursor]++
		return seen[cursor] > there[cursor]
	}
	following, preceding := map[string]int{}, map[string]int{}
	for _, p := range ps {
		if named(p.next, following) {
			next++
		}
		if named(p.previous, preceding) {
			previous++
		}
	}
	of := ""
	if total > rules {
		of = fmt.Sprintf(": %s of %s are there", prose.Grouped(rules), counted(total, "rule", "rules"))
	}
	var warnings []string
	tell := func(what, how string) {
		warnings = append(warnings, strings.Join(files, ", ")+": "+what+of+"; "+how)
	}
	switch {
	case next > 0:
		tell("pages of the list are missing", "save the next pages too (pagination.cursor, or page), and give all files")
	case previous > 0:
		tell("the pages before are missing", "save the first pages too, and give all files")
	case of != "":
		tell("rules are missing", "save the list again, with all its pages")
	}
	return warnings
}
