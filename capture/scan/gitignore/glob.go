package gitignore

import "strings"

// special are the characters that mean something else than themselves.
const special = `*?[\`

// glob is a pattern of paths, taken apart. It is matched byte by byte, as git does, in
// time that grows with the length of pattern and text, whatever somebody has written.
type glob []step

// step is a part of a glob.
type step struct {
	kind  kind
	bytes *[256]bool // of one
}

type kind byte

const (
	one      kind = iota // one byte of a set
	star                 // any bytes but slashes
	starStar             // any bytes
	optional             // the two steps behind it may be left out
)

// compile takes a pattern apart. It is false for one that fits nothing, such as with a
// bracket that is not closed.
func compile(text string) (glob, bool) {
	g := glob{}
	for i := 0; i < len(text); {
		switch text[i] {
		case '*':
			i = g.stars(text, i)
		case '?':
			g.add(func(c byte) bool { return c != '/' })
			i++
		case '[':
			set, end, ok := class(text, i+1)
			if !ok {
				return nil, false
			}
			g.add(func(c byte) bool { return set[c] && c != '/' })
			i = end
		case '\\':
			if i++; i == len(text) {
				return nil, false
			}
			fallthrough
		default:
			only := text[i]
			g.add(func(c byte) bool { return c == only })
			i++
		}
	}
	return g, true
}

func (g *glob) add(has func(byte) bool) {
	set := new([256]bool)
	for c := range set {
		set[c] = has(byte(c))
	}
	*g = append(*g, step{one, set})
}

// stars takes the stars that begin at i, and returns where they end. Two or more that
// stand for themselves between slashes mean any directories, and none.
func (g *glob) stars(text string, i int) int {
	end := i
	for end < len(text) && text[end] == '*' {
		end++
	}
	rest := text[end:]
	alone := (i == 0 || text[i-1] == '/') && (rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
	switch {
	case end-i < 2 || !alone:
		*g = append(*g, step{kind: star})
	case strings.HasPrefix(rest, "/"):
		*g = append(*g, step{kind: optional}, step{kind: starStar})
		g.add(func(c byte) bool { return c == '/' })
		end++
	default:
		*g = append(*g, step{kind: starStar})
	}
	return end
}

// match says whether a glob fits a whole text. It goes along all ways at once.
func (g glob) match(text string) bool {
	var room [128]bool
	now, next := room[:64], room[64:]
	if len(g) >= 64 {
		now, next = make([]bool, len(g)+1), make([]bool, len(g)+1)
	}
	now, next = now[:len(g)+1], next[:len(g)+1]
	now[0] = true
	for i := range len(text) {
		clear(next)
		some := false
		for at, s := range g {
			if !now[at] {
				continue
			}
			switch s.kind {
			case one:
				if s.bytes[text[i]] {
					next[at+1], some = true, true
				}
			case star, starStar:
				now[at+1] = true
				if s.kind == starStar || text[i] != '/' {
					next[at], some = true, true
				}
			case optional:
				now[at+1], now[at+3] = true, true
			}
		}
		if !some {
			return false
		}
		now, next = next, now
	}
	for at, s := range g { // what fits nothing may be left out at the end
		switch {
		case !now[at]:
		case s.kind == star, s.kind == starStar:
			now[at+1] = true
		case s.kind == optional:
			now[at+1], now[at+3] = true, true
		}
	}
	return now[len(g)]
}
