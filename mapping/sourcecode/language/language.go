package language

import (
	"path"
	"regexp"
	"strings"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

// Language is what the recogniser has to know of a language and of Segment's SDKs in it.
type Language struct {
	Name  string
	Files []string // how its files' names end
	Lex   func(text string) []source.Token
	// Calls are those that send a Track call.
	Calls []Call
	// Usual are names that a client usually has, Modules those of Segment's SDKs, and
	// others those of other vendors. Through are members by which a client is reached.
	Usual, Modules, Others func() *regexp.Regexp
	Through                []string
	// Generated are modules, or names for them, of functions that Typewriter has made of a
	// plan; nil: none.
	Generated func() *regexp.Regexp
	// Imports reads what a file takes from which module.
	Imports func(*source.Source) []Imported
	// Hooks are functions that return an object with track of the client.
	Hooks []string
	// Queuing are methods of a client that take an array of a method and its arguments.
	Queuing []string
	// Declaring are the keywords of a declaration. Without any, each assignment declares
	// a name in the function around it.
	Declaring []string
	// Functions are keywords behind which stand a name and parameters, Named those that
	// begin a block with the members of a name.
	Functions, Named []string
	// Keyworded says that each function begins with one of these words, TypeBehind that the
	// type stands behind the name with nothing between, Several that several names may be
	// given values at once, with commas between.
	Keyworded, TypeBehind, Several bool
	// Filling are functions with a block that has what they are called on, or are given, as
	// this; Handing those that give it to their block, by a name or as it.
	Filling, Handing []string
	// Control are keywords with parentheses and a block that are no functions.
	Control []string
	// Indented says that blocks are made by indentation.
	Indented bool
	// ExpressionKeys says that a name before the colon of a member is an expression.
	ExpressionKeys bool
	// Values are members that are the value of a constant of an enumeration.
	Values []string
	// Join is the operator that puts texts together.
	Join string
	// Casts are words behind a value that say its type, and prefixes those before it.
	Casts, Prefixes []string
	// Literals are words that are values, as JSON; those without text are none in JSON.
	Literals map[string]string
	// Types are what functions and methods return, by their names.
	Types map[string]origin.Type
	// Wrapping are functions that return what they are given.
	Wrapping []string
	// Objects are functions and types that make an object which setters fill. Setters are
	// methods that set a member: named by their first argument, or by this.
	Objects []string
	Setters map[string]Setter
	// Changing are methods that change an object.
	Changing []string
	// Decode reads a text with its quotes; false: it has interpolations.
	Decode func(string) (string, bool)
	// Holes returns the code within a text; nil: its interpolations are tokens, if there are any.
	Holes func(string) []Hole
	// Piece reads a piece of a text behind a beginning of that spelling.
	Piece func(open, text string) (string, bool)
	// Blocks puts brackets where a language has words for them.
	Blocks func([]source.Token) []source.Token
	// Entries says that members of enumerations are made like calls, CaseNames that those
	// that are given nothing stand for their own names.
	Entries, CaseNames bool
	// Defines are functions that define a constant, named by their first argument.
	Defines []string
	// Same are members that stand for what they are members of.
	Same []string
	// Records says that what a type is made of, with names, are the members of an object.
	Records bool
	// Bodies says that braces behind a call are a function that fills what it returns.
	Bodies bool
	// Closures says that braces behind a value are no members of it.
	Closures bool
	// Alternating are functions whose arguments are names and values by turns, Pairing
	// those that return a name with a value, Merging those that put objects together.
	Alternating, Pairing, Merging []string
	// Naming are functions that return the name of what they are given, Lists those that
	// make an array, unless it has names.
	Naming, Lists []string
	// Converts are types in parentheses before a value, with what they make of it.
	Converts map[string]origin.Type
	// TypeFirst says that a declaration has the type before the name, Generic that types
	// may have arguments behind <.
	TypeFirst, Generic bool
	// Mutable are the keywords of members that others may change.
	Mutable []string
}

// Setter is a method that sets a member: the one of that name, or the one that its first
// argument names. What it sets is of that type, where nothing else is known.
type Setter struct {
	Name string
	Type origin.Type
	// Nested says that the function behind it fills what it sets, Done that it sets
	// nothing, but ends what is filled.
	Nested, Done bool
}

// Hole is code within a text, and the byte of the text that it begins with.
type Hole struct {
	Code string
	At   int
}

// Part is a part of a message that an argument gives.
type Part string

// The parts of a message that are looked for.
const (
	Event       Part = "event"
	Properties  Part = "properties"
	UserID      Part = "userId"
	AnonymousID Part = "anonymousId"
)

// Call is a way of sending a Track call.
type Call struct {
	Methods []string
	// Positions are what its arguments are, in their order.
	Positions []Part
	// Names are what arguments with names are, or members of an object that is the one
	// argument.
	Names map[string]Part
	// Object says that the one argument may be such an object, Literal that the call is no
	// call, but a literal of that type.
	Object, Literal bool
	// Server says that the SDK adds no user of its own, where the call is made with
	// positions or with an object.
	Server bool
	// On are the only receivers of it, if there are any, and Into the methods that take
	// what it makes. Chained are the parts that methods behind it give.
	On, Into []string
	Chained  map[string]Part
	// Within are words among its arguments that say that a part is given.
	Within map[string]Part
	// Bare says that the members of the object may stand without brackets, and the
	// arguments without parentheses.
	Bare bool
	// When says whether arguments are its own, and not those of another call with the same
	// methods; SecondText that the second one has to be a text.
	When       func(f *source.Source, args []source.Span) bool
	SecondText bool
}

// Imported is a name that a file takes from a module.
type Imported struct {
	Module, Exported, Local string
}

// languages are all that are known.
var languages = []*Language{
	&javaScript, &jsx, &typeScript, &tsx, &html5, &vue, &svelte, &golang, &python, &java, &kotlin, &swift, &csharp, &ruby, &php,
}

// Of returns the language that a file of that name is in, nil if it is in none.
func Of(file string) *Language {
	base := strings.ToLower(path.Base(strings.ReplaceAll(file, `\`, "/")))
	for _, l := range languages {
		for _, end := range l.Files {
			if strings.HasSuffix(base, end) && len(base) > len(end) {
				return l
			}
		}
	}
	return nil
}

// Methods are the names of all methods that send a Track call.
func (l *Language) Methods() []string {
	var names []string
	for _, c := range l.Calls {
		if !c.Literal {
			names = append(names, c.Methods...)
		}
	}
	return names
}
