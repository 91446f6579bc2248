package index

import (
	"strings"
	"unsafe"
)

// arena holds the short texts of all rows in pages, so that a million of them
// are a few allocations and nothing for the garbage collector to follow. A page
// goes when none of its texts is in use.
type arena struct {
	pages []arenaPage
	last  int   // the page that is written to
	free  []int // pages that have gone
}

type arenaPage struct {
	text []byte
	used int // texts in use
}

const pageSize = 1 << 16

// keep takes a pair of texts of less than 256 bytes each and gives their place.
func (a *arena) keep(first, second string) uint32 {
	need := 2 + len(first) + len(second)
	if len(a.pages) == 0 || len(a.pages[a.last].text)+need > pageSize {
		a.turn()
	}
	page := &a.pages[a.last]
	at := len(page.text)
	page.text = append(page.text, byte(len(first)), byte(len(second)))
	page.text = append(page.text, first...)
	page.text = append(page.text, second...)
	page.used++
	return uint32(a.last)<<16 | uint32(at)
}

// turn begins a page. One that nothing on the page before is in use of goes.
func (a *arena) turn() {
	before := a.last
	if n := len(a.free); n > 0 {
		a.last, a.free = a.free[n-1], a.free[:n-1]
	} else {
		a.last = len(a.pages)
		a.pages = append(a.pages, arenaPage{})
	}
	a.pages[a.last].text = make([]byte, 0, pageSize)
	if before != a.last && a.pages[before].used == 0 {
		a.release(before)
	}
}

func (a *arena) release(page int) {
	a.pages[page].text = nil
	a.free = append(a.free, page)
}

// drop says that a pair is not needed any more.
func (a *arena) drop(at uint32) {
	number := int(at >> 16)
	page := &a.pages[number]
	if page.used--; page.used == 0 && number != a.last {
		a.release(number)
	}
}

// get gives a pair of texts without copying them: what the arena holds never
// changes and never moves.
func (a *arena) get(at uint32) (first, second string) {
	page := a.pages[at>>16].text[at&(pageSize-1):]
	n, m := int(page[0]), int(page[1])
	text := unsafe.String(unsafe.SliceData(page[2:]), n+m)
	return text[:n], text[n:]
}

// names interns event names: there are few of them, however many events.
type names struct {
	byText  map[string]uint32
	texts   []string
	edition int // how often the numbers have begun again
}

func (n *names) intern(text string) uint32 {
	if i, ok := n.byText[text]; ok {
		return i
	}
	if n.byText == nil {
		n.byText = make(map[string]uint32)
	}
	i := uint32(len(n.texts))
	text = strings.Clone(text) // it may be a part of something large
	n.texts = append(n.texts, text)
	n.byText[text] = i
	return i
}

// forgetGone numbers the names anew when most of them are no row's any more.
func (n *names) forgetGone(rows *table) {
	if len(n.texts) < 2*rows.size()+chunkRows {
		return
	}
	left := names{edition: n.edition + 1}
	for i := range rows.size() {
		r := rows.row(i)
		r.Name = left.intern(n.texts[r.Name])
	}
	*n = left
}

// numbered numbers what few entries differ in, from 1; 0 is the zero value, and tooMany what
// comes while all numbers are in use.
type numbered[T comparable] struct {
	numbers map[T]uint16
	all     []T
	used    []int    // by how many rows each is
	free    []uint16 // numbers that are nobody's any more
}

const tooMany = 1<<16 - 1

// keep gives the number for one more row.
func (n *numbered[T]) keep(of T) uint16 {
	var none T
	i, ok := n.numbers[of]
	switch {
	case ok:
		n.used[i-1]++
		return i
	case of == none:
		return 0
	case len(n.free) > 0:
		i, n.free = n.free[len(n.free)-1], n.free[:len(n.free)-1]
	case len(n.all) == tooMany-1:
		return tooMany
	default:
		n.all, n.used = append(n.all, none), append(n.used, 0)
		i = uint16(len(n.all))
	}
	if n.numbers == nil {
		n.numbers = make(map[T]uint16)
	}
	n.all[i-1], n.used[i-1], n.numbers[of] = of, 1, i
	return i
}

// change gives the number for a row that has had another one: mostly of the same.
func (n *numbered[T]) change(was uint16, to T) uint16 {
	if of, known := n.of(was); known && of == to {
		return was
	}
	n.drop(was)
	return n.keep(to)
}

// drop says that a row does not have a number any more.
func (n *numbered[T]) drop(number uint16) {
	if number == 0 || number == tooMany {
		return
	}
	if n.used[number-1]--; n.used[number-1] > 0 {
		return
	}
	var none T
	delete(n.numbers, n.all[number-1])
	n.all[number-1] = none
	n.free = append(n.free, number)
}

// of gives what a number stands for; false for what came when there was none left.
func (n *numbered[T]) of(number uint16) (of T, known bool) {
	if number == tooMany {
		return of, false
	}
	if number > 0 {
		of = n.all[number-1]
	}
	return of, true
}
