package language

import (
	"go/scanner"
	"go/token"
	"path"
	"strconv"
	"strings"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var golang = Language{
	Name: "Go", Files: []string{".go"}, Lex: lexGo,
	Calls: []Call{{
		Methods: []string{"Track"}, Literal: true, Server: true,
		Names: map[string]Part{"Event": Event, "Properties": Properties, "UserId": UserID, "AnonymousId": AnonymousID},
	}},
	Usual:     lazy.Regexp(`^$`),
	Modules:   lazy.Regexp(`^(github\.com/segmentio/analytics-go|gopkg\.in/segmentio/analytics-go)\b`),
	Others:    lazy.Regexp(`^$`),
	Imports:   goImports,
	Declaring: []string{"const", "var"},
	Functions: []string{"func"}, Keyworded: true, TypeBehind: true, Several: true,
	Join:           "+",
	ExpressionKeys: true,
	Prefixes:       []string{"return", "range"},
	Literals:       map[string]string{"true": "true", "false": "false", "nil": "null"},
	Types: map[string]origin.Type{
		"float64": origin.Number, "float32": origin.Number, "int": origin.Integer, "int64": origin.Integer, "int32": origin.Integer,
		"uint": origin.Integer, "uint64": origin.Integer, "uint32": origin.Integer, "len": origin.Integer, "string": origin.String,
		"Sprintf": origin.String, "Sprint": origin.String, "Itoa": origin.String, "FormatInt": origin.String, "FormatFloat": origin.String,
		"FormatBool": origin.String, "Quote": origin.String, "String": origin.String, "Error": origin.String, "Format": origin.String,
		"ToLower": origin.String, "ToUpper": origin.String, "TrimSpace": origin.String, "Join": origin.String,
		"Unix": origin.Integer, "UnixMilli": origin.Integer, "Seconds": origin.Number, "Milliseconds": origin.Integer,
	},
	Objects: []string{"NewProperties"},
	Setters: map[string]Setter{
		"Set": {}, "SetRevenue": {Name: "revenue"}, "SetCurrency": {Name: "currency"}, "SetValue": {Name: "value"}, "SetPath": {Name: "path"},
		"SetReferrer": {Name: "referrer"}, "SetTitle": {Name: "title"}, "SetURL": {Name: "url"}, "SetName": {Name: "name"}, "SetCategory": {Name: "category"},
		"SetSKU": {Name: "sku"}, "SetPrice": {Name: "price"}, "SetProductId": {Name: "id"}, "SetOrderId": {Name: "orderId"}, "SetTotal": {Name: "total"},
		"SetSubtotal": {Name: "subtotal"}, "SetShipping": {Name: "shipping"}, "SetTax": {Name: "tax"}, "SetDiscount": {Name: "discount"},
		"SetCoupon": {Name: "coupon"}, "SetProducts": {Name: "products"}, "SetRepeat": {Name: "repeat"},
	},
	Changing: []string{"Set", "SetRevenue", "SetValue", "SetCurrency"},
	Wrapping: []string{"Properties", "string"},
	Decode:   decodeGo,
}

// lexGo takes a file apart with the scanner of Go's own library, but for the semicolons
// that it adds at the ends of lines.
func lexGo(text string) []source.Token {
	var s scanner.Scanner
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(text))
	s.Init(file, []byte(text), func(token.Position, string) {}, 0)
	var tokens []source.Token
	for {
		pos, kind, literal := s.Scan()
		at := file.Offset(pos)
		switch {
		case kind == token.EOF:
			return tokens
		case kind == token.SEMICOLON && literal != ";":
			continue
		case kind.IsKeyword(), kind == token.IDENT:
			tokens = append(tokens, source.Token{Kind: source.Word, Text: literal, At: at})
		case kind == token.INT, kind == token.FLOAT, kind == token.IMAG:
			tokens = append(tokens, source.Token{Kind: source.Number, Text: literal, At: at})
		case kind == token.STRING, kind == token.CHAR:
			// The scanner leaves out the carriage returns of raw texts.
			end := min(len(text), at+len(literal))
			tokens = append(tokens, source.Token{Kind: source.Text, Text: text[at:end], At: at})
		default:
			spelled := kind.String()
			if kind == token.ILLEGAL {
				spelled = literal
			}
			tokens = append(tokens, source.Punctuation(text[at:min(len(text), at+len(spelled))], at))
		}
	}
}

// decodeGo reads a text of Go.
func decodeGo(s string) (string, bool) {
	decoded, err := strconv.Unquote(s)
	return decoded, err == nil && s[0] != '\''
}

var majorVersion = lazy.Regexp(`[/.]v[0-9]+$`)

// goImports reads the import declarations of a file.
func goImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		if t.Kind != source.Text || !importSpec(f, i) {
			continue
		}
		module, _ := f.Decode(t.Text)
		local := path.Base(majorVersion().ReplaceAllString(module, ""))
		local = strings.TrimSuffix(strings.TrimPrefix(local, "go-"), "-go")
		if before := f.At(i - 1); before.Kind == source.Word && before.Text != "import" && !t.Line {
			local = before.Text
		}
		found = append(found, Imported{Module: module, Exported: "*", Local: local})
	}
	return found
}

// importSpec says whether the text at i is the path of an import.
func importSpec(f *source.Source, i int) bool {
	if b := f.Tokens[i].Block; b >= 0 {
		return f.Tokens[b].Is("(") && f.At(int(b)-1).Is("import")
	}
	return f.At(i-1).Is("import") || f.At(i-2).Is("import") && f.At(i-1).Kind == source.Word
}
