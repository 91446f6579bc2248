package origin

import "strconv"

// Kind is what sort of source a name stands in.
type Kind string

// The sources of names.
const (
	Plan Kind = "plan" // a tracking plan
	Code Kind = "code" // the source code of an app
)

// Place is where something is written. Lines and columns count from 1, columns in
// characters; 0: not known.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
}

// String returns FILE:LINE:COLUMN, as far as it is known.
func (p Place) String() string {
	text := p.File
	for _, n := range []int{p.Line, p.Column} {
		if n == 0 {
			break
		}
		text += ":" + strconv.Itoa(n)
	}
	return text
}

// Name is the name of an event where it is written down.
type Name struct {
	Event string
	Kind  Kind
	Place Place
	// Literal is where the text of the name stands, where that is elsewhere: a constant's.
	// Without a file it stands at Place.
	Literal Place
	// By is what says so: the name of the plan, or the language of the code.
	By string
	// Properties are what is said of parts of the message, in the order in which it is
	// said.
	Properties []Property
	// Closed says that the message has no other properties than these.
	Closed bool
	// UserKey says whether the call names its user; of a plan it is not known.
	UserKey UserKey
}

// Spelt returns where the text of the name stands: where it is corrected.
func (n *Name) Spelt() Place {
	if n.Literal.File != "" {
		return n.Literal
	}
	return n.Place
}

// Property is what is said of one part of a message.
type Property struct {
	// Pointer is where it stands in the message, such as /properties/revenue.
	Pointer string
	// Types are the JSON types that it may have; empty: not known.
	Types []Type
	// Required says that each such event has it.
	Required bool
	// Value is the value that is written there, as JSON; empty: not known, or several.
	Value string
	Place Place
}

// Type is a type of JSON Schema.
type Type string

// The types.
const (
	String  Type = "string"
	Number  Type = "number"
	Integer Type = "integer"
	Boolean Type = "boolean"
	Object  Type = "object"
	Array   Type = "array"
	Null    Type = "null"
)

// UserKey says whether a call names its user.
type UserKey string

// What is known of the user's key.
const (
	KeyUnknown UserKey = ""        // the call does not say: its SDK may know
	KeyGiven   UserKey = "given"   // by userId or anonymousId
	KeyMissing UserKey = "missing" // by neither, and the SDK adds none
)

// Unread is a call whose name could not be read.
type Unread struct {
	Place Place
	By    string // the language of the code
	Why   string // such as: its name is made while the program runs
}

// Found is what a source says.
type Found struct {
	Names  []Name
	Unread []Unread
	// Skipped is how many files, or directories, were not read although there may be calls in
	// them.
	Skipped int
}
