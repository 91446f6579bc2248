package sourcecode

import (
	"slices"
	"sort"

	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

// names are a source file with what its names stand for.
type names struct {
	*source.Source
	*language.Language
	// functionBlocks are the brackets of the bodies of functions, memberBlocks those of
	// classes and the like, scopes the names that are declared in each block, members the
	// blocks of what is named.
	functionBlocks, memberBlocks map[int32]bool
	scopes                       map[scope]*declaration
	members                      map[scope]int32
	arrows                       []arrow
	changed                      map[string]map[string]bool // members of objects that are set later
	origins                      map[string]string          // the modules that names come from
}

func newNames(s *source.Source, l *language.Language) names {
	return names{
		Source: s, Language: l,
		functionBlocks: map[int32]bool{}, memberBlocks: map[int32]bool{}, scopes: map[scope]*declaration{},
		members: map[scope]int32{}, changed: map[string]map[string]bool{}, origins: map[string]string{},
	}
}

// scope is a name in a block.
type scope struct {
	block int32
	name  string
}

// declaration is what a name stands for in a block: what it is given there, unless it
// comes from elsewhere.
type declaration struct {
	values []source.Span
	// why says why it is not known.
	why string
	// busy says that it is being read, known that it has been.
	busy, known bool
	value       value
	// entry says that it is a member of an enumeration.
	entry bool
}

// declare finds what the names of the file stand for.
func (f *names) declare() {
	for i := range f.Tokens {
		if f.Tokens[i].Is("(") && f.Tokens[i].Match > 0 {
			f.parameters(i)
		}
		if !f.Keyworded && !(f.Language.Bodies && f.At(int(f.Tokens[i].Block)).Is("{")) && f.Tokens[i].In("=>", "->") && f.At(i-1).Kind == source.Word {
			f.bodyOf(source.Between(i-1, i), i+1)
		}
		if f.Tokens[i].Kind == source.Word && source.Has(f.Named, f.Tokens[i].Text) {
			f.namedBlock(i)
		}
	}
	var assigned []int
	for i := range f.Tokens {
		if f.Tokens[i].Kind == source.Word && f.At(i+1).Is("(") && f.Separator(i-1) && (source.Has(f.Changing, f.Tokens[i].Text) || f.setter(i)) {
			f.change(i)
		}
		if f.Tokens[i].In("=", ":=", "+=", ".=", "||=", "??=") {
			if !f.declaration(i) {
				assigned = append(assigned, i)
			}
		}
	}
	f.heads()
	slices.SortStableFunc(f.arrows, func(a, b arrow) int { return a.body.From - b.body.From })
	for _, i := range assigned {
		f.assign(i)
	}
}

// parameters finds out whether parentheses hold the parameters of a function, and makes
// their names unknown in its body.
func (f *names) parameters(open int) {
	end := int(f.Tokens[open].Match)
	if before := f.At(open - 1); before.Kind == source.Word && source.Has(f.Control, before.Text) {
		return
	}
	if f.Keyworded && !f.afterKeyword(open) {
		return
	}
	named := f.Keyworded || f.At(open-1).Kind == source.Word && source.Has(f.Functions, f.At(open-2).Text)
	for i := end + 1; i < end+16; i++ {
		switch t := f.At(i); {
		case f.Keyworded && t.Is("->"):
		case t.Is("{"), t.In("=>", "->") && i == end+1:
			if t.Is("{") {
				f.bodyOf(source.Between(open+1, end), i)
			} else {
				f.bodyOf(source.Between(open+1, end), i+1)
			}
			return
		case t.In("=>", "->"), t.Is(":"), t.In("<", ">", "|", "?", "[", "]", ".", ",") && i > end+1, t.Kind == source.Word && (i > end+1 || named || source.Has(f.Functions, t.Text) || t.In("throws", "async")):
		default:
			return
		}
	}
}

// afterKeyword says whether the statement around a bracket begins a function.
func (f *names) afterKeyword(open int) bool {
	for i := f.LineStart(open); i < open; i++ {
		if t := f.Tokens[i]; t.Kind == source.Word && source.Has(f.Functions, t.Text) {
			return true
		}
	}
	return false
}

// bodyOf makes the names of parameters unknown in the body that begins at a token.
func (f *names) bodyOf(parameters source.Span, body int) {
	block := int32(body)
	if !f.At(body).Is("{") {
		f.arrows = append(f.arrows, arrow{parameters, f.Expression(body), "a parameter"})
		return
	}
	f.functionBlocks[block] = true
	for i := parameters.From; i < parameters.To; i++ {
		if name := source.Identifier(f.Tokens[i]); name != "" {
			f.unknown(block, name, "a parameter")
		}
	}
}

// namedBlock keeps the block of a class, an enumeration or the like with its name.
func (f *names) namedBlock(i int) {
	name := source.Identifier(f.At(i + 1))
	if name == "" || f.Separator(i-1) {
		return
	}
	for j := i + 2; j < i+40; j = f.Next(j, len(f.Tokens)) {
		switch t := f.At(j); {
		case t.Is("{"):
			f.members[scope{f.Tokens[i].Block, name}] = int32(j)
			f.functionBlocks[int32(j)], f.memberBlocks[int32(j)] = true, true
			return
		case t.In(";", "=", ")", "}"), j >= len(f.Tokens):
			return
		}
	}
}

// block returns the block in which a name at i is declared, -3 where none can be: in
// parentheses, or among the members of an object.
func (f *names) block(i int) int32 {
	b := f.At(i).Block
	if f.group(b) {
		b = f.Tokens[b].Block
	}
	if b >= 0 && f.Tokens[b].In("[", "(") {
		return -3
	}
	if c := int(b); b >= 0 && (f.At(c-1).Is("companion") || f.At(c-2).Is("companion") || f.At(c-3).Is("companion")) {
		b = f.Tokens[b].Block // its members are those of the class around it
	}
	if len(f.Declaring) > 0 {
		return b
	}
	return f.function(b)
}

// group says whether a bracket holds declarations, behind the keyword of one.
func (f *names) group(b int32) bool {
	return b > 0 && f.Tokens[b].Is("(") && f.At(int(b)-1).In(f.Declaring...)
}

// function returns the body of the function around a block.
func (f *names) function(b int32) int32 {
	for range maxScopes {
		if b < 0 || f.functionBlocks[b] {
			return b
		}
		b = f.Tokens[b].Block
	}
	return -3
}

// declaration keeps what an operator at i gives to a name that it declares, and says
// whether it declares one.
func (f *names) declaration(i int) bool {
	target := i - 1
	if f.At(target).In("}", "]") && f.At(target).Match >= 0 && (f.At(target).Is("}") || f.At(int(f.At(target).Match)-1).In(f.Declaring...)) {
		f.unpack(int(f.At(target).Match), i)
		return true
	}
	start := f.LineStart(i)
	declares := len(f.Declaring) == 0 || f.Tokens[i].Is(":=") || f.group(f.Tokens[i].Block)
	for j := start; j < i && !declares; j++ {
		declares = f.Tokens[j].In(f.Declaring...)
	}
	// In the block of a class or an enumeration, a name is declared by itself.
	if b := f.At(i).Block; !declares && (b < 0 || !f.memberBlocks[b]) {
		return false
	}
	if !f.Tokens[i].In("=", ":=") {
		return false
	}
	// Between the name and its value may stand its type.
	for j := start + 1; j < i && !f.At(i-2).Is(","); j = f.Next(j, i) {
		if f.Tokens[j].Is(":") && f.At(j-1).Kind == source.Word && !(f.Indented && f.At(start).In("if", "elif", "else", "for", "while", "with", "try", "except", "finally")) {
			target = j - 1
			break
		}
	}
	if f.TypeBehind && !f.Tokens[i].Is(":=") {
		target = start
		if f.At(start).In(f.Declaring...) {
			target++
		}
	}
	if f.Separator(target-1) || f.Several && f.Separator(i-2) || f.At(i-1).In("]", ")") {
		return false
	}
	block := f.block(target)
	if f.At(start).In("for", "if", "switch", "while") {
		block = f.Header(i, block)
	}
	if f.Several && f.At(target-1).Is(",") {
		for ; f.At(target).Kind == source.Word && target >= start; target -= 2 {
			f.unknown(block, source.Identifier(f.At(target)), "one of several values")
			if !f.At(target - 1).Is(",") {
				break
			}
		}
		return true
	}
	if b := f.At(i).Block; b >= 0 && f.memberBlocks[b] && f.mutable(start, i) {
		f.unknown(block, source.Identifier(f.At(target)), "open to change from elsewhere")
		return true
	}
	f.keep(block, source.Identifier(f.At(target)), f.Expression(i+1))
	if f.TypeBehind && f.group(f.At(target).Block) && f.At(int(f.At(target).Block)-1).Is("const") {
		f.repeated(block, f.Expression(i+1))
	}
	return true
}

// repeated gives what a constant is given to those behind it that are given nothing, in a
// group of Go.
func (f *names) repeated(block int32, given source.Span) {
	for i := given.To; f.At(i).Kind == source.Word && f.At(i).Line && (f.At(i+1).Line || f.At(i+1).Is(")")); i++ {
		f.keep(block, source.Identifier(f.At(i)), given)
	}
}

// setter says whether a method sets a member of what it is called on.
func (f *names) setter(i int) bool {
	s, ok := f.Setters[f.Tokens[i].Text]
	return ok && !s.Done
}

// mutable says whether a declaration lets others change what it declares.
func (f *names) mutable(from, to int) bool {
	for i := from; i < to; i++ {
		if f.Tokens[i].In(f.Mutable...) {
			return true
		}
	}
	return false
}

// unpack makes the names that an object is taken apart into unknown.
func (f *names) unpack(open, equals int) {
	block := f.block(open)
	if !f.At(equals).Is("=") || block == -3 {
		return
	}
	for i := open + 1; i < int(f.Tokens[open].Match); i++ {
		if name := source.Identifier(f.Tokens[i]); name != "" {
			f.unknown(block, name, "part of an object")
		}
	}
}

// assign adds what an operator at i gives to a name that was declared before.
func (f *names) assign(i int) {
	if f.At(i-1).Is("]") || f.Separator(i-2) {
		f.change(i - 1)
		return
	}
	name := source.Identifier(f.At(i - 1))
	if name == "" {
		return
	}
	d := f.lookup(name, i-1)
	if d == nil {
		return
	}
	if !f.Tokens[i].Is("=") || len(d.values) == maxAlternatives {
		d.why = "given a value in several places"
		return
	}
	d.values = append(d.values, f.Expression(i+1))
}

// change keeps that a member of an object is given another value, or that a method may
// change the object.
func (f *names) change(i int) {
	member := source.Identifier(f.At(i))
	if f.At(i).Is("]") && f.At(i).Match >= 0 {
		o := int(f.At(i).Match)
		member, _ = f.Source.Decode(f.At(o + 1).Text)
		i = o + 1
	}
	if name := source.Identifier(f.At(i - 2)); name != "" {
		if f.changed[name] == nil {
			f.changed[name] = map[string]bool{}
		}
		f.changed[name][member] = true
	}
}

// keep keeps what a name is given in a block.
func (f *names) keep(block int32, name string, s source.Span) {
	if name == "" || block == -3 {
		return
	}
	d := f.scopes[scope{block, name}]
	if d == nil || len(f.Declaring) > 0 && d.why == "a parameter" {
		d = &declaration{} // what stands before a block need not be its parameters
		f.scopes[scope{block, name}] = d
	}
	if len(d.values) == maxAlternatives {
		d.why = "given a value in several places"
		return
	}
	d.values = append(d.values, s)
}

// unknown keeps why a name of a block is not known.
func (f *names) unknown(block int32, name, why string) {
	if name == "" || block == -3 {
		return
	}
	f.scopes[scope{block, name}] = &declaration{why: why}
}

// arrow is a function, or a loop, without braces.
type arrow struct {
	parameters, body source.Span
	why              string
}

// lookup returns what a name stands for at a token.
func (f *names) lookup(name string, at int) *declaration {
	b := f.At(at).Block
	within, why := f.arrowWith(name, at)
	for range maxScopes {
		if within > int(b) {
			return &declaration{why: why}
		}
		if d := f.scopes[scope{b, name}]; d != nil {
			return d
		}
		if b < 0 {
			return nil
		}
		b = f.Tokens[b].Block
	}
	return nil
}

// arrowWith returns where the body of the function without braces around a token begins
// that has a parameter of that name, and why it is not known; -2: none does.
func (f *names) arrowWith(name string, at int) (int, string) {
	last := sort.Search(len(f.arrows), func(i int) bool { return f.arrows[i].body.From > at })
	for i := last - 1; i >= max(0, last-maxScopes); i-- {
		a := f.arrows[i]
		if at >= a.body.To {
			continue
		}
		for j := a.parameters.From; j < a.parameters.To; j++ {
			if source.Identifier(f.Tokens[j]) == name {
				return a.body.From, a.why
			}
		}
	}
	return -2, ""
}
