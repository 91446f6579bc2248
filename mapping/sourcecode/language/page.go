package language

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"segtap/mapping/sourcecode/source"
)

var (
	html5  = page("HTML", false, ".html", ".htm", ".xhtml", ".cshtml", ".erb", ".hbs", ".ejs", ".liquid", ".njk", ".astro", ".twig", ".jinja", ".j2")
	vue    = page("Vue", false, ".vue")
	svelte = page("Svelte", true, ".svelte")
)

// page returns a language whose files are pages with scripts.
func page(name string, expressions bool, files ...string) Language {
	l := javaScript
	l.Name, l.Files = name, files
	l.Lex = func(text string) []source.Token { return lexPage(text, expressions) }
	return l
}

// lexPage returns the tokens of the scripts of a page, and of what its elements do when
// something happens to them. Where it says so, what stands in braces is code too.
func lexPage(text string, expressions bool) []source.Token {
	var tokens []source.Token
	add := func(at int, code string, lex func(string) []source.Token) {
		tokens = append(tokens, source.Token{Kind: source.Markup, At: at})
		for _, t := range lex(code) {
			t.At += at
			tokens = append(tokens, t)
		}
	}
	z := html.NewTokenizer(strings.NewReader(text))
	at, from := 0, 0
	for {
		kind := z.Next()
		raw := z.Raw()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			raw = bytes.Clone(raw)
			name, more := z.TagName()
			script := string(name) == "script"
			lex := javaScript.Lex
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				switch {
				case script && string(key) == "lang" && bytes.HasPrefix(value, []byte("ts")):
					lex = typeScript.Lex
				case script && string(key) == "type" && bytes.Contains(value, []byte("json")):
					script = false
				case !script && !expressions && isHandler(string(key)):
					if i := bytes.Index(raw, value); i >= 0 && len(value) > 0 {
						add(at+i, string(value), typeScript.Lex)
					}
				}
			}
			if at += len(raw); script && kind == html.StartTagToken {
				if expressions {
					add(from, text[from:at-len(raw)], jsx.Lex)
				}
				if z.Next() == html.TextToken {
					add(at, text[at:at+len(z.Raw())], lex)
				}
				at += len(z.Raw())
				from = at
			}
			continue
		}
		at += len(raw)
	}
	if expressions {
		add(from, text[from:], jsx.Lex)
	}
	return tokens
}

// isHandler says whether an attribute is what happens when something happens.
func isHandler(key string) bool {
	return strings.HasPrefix(key, "on") || strings.HasPrefix(key, "@") || strings.HasPrefix(key, "v-on:")
}
