// Package plans reads the names of events, and what is said of their properties, from
// tracking plans in files.
//
// It promises:
//
//   - A format is recognised by what stands in a file, not by its name.
//   - Every name and property has the line and column where it stands, and a mistake is a
//     [tree.Error] with its place and the way out, safe to print.
//   - What is not there is not made up: of a name whose plan says nothing of its
//     properties nothing is known, and pages of a list that are missing are told of.
//   - What a plan says of other calls than track gives no name, and is counted. So are
//     deprecated rules. What it says of all events (COMMON, global) is said of each.
//   - Its time and memory are bounded, whatever stands in a file.
//
// It asks no API, and judges nothing.
//
// # JSON
//
//   - The rules of a plan as Segment's Public API gives them, GET /tracking-plans/ID/rules:
//     {data: {rules, pagination}}. Pages of one list may be in several files, or in a list.
//   - plan.json of Typewriter 8 and 9: {name, rules: [{key, jsonSchema}]}. Its keys have
//     lost their first "#": the name is taken from jsonSchema.eventMetadata. Properties
//     stand one level higher than in the API.
//   - plan.json of Typewriter up to 7, which is what the Config API gave: {display_name,
//     rules: {events: [{name, rules}]}}.
//   - plan.json of RudderTyper 1, and what RudderStack's API gives of a plan or an event:
//     as the Config API, with an eventType.
//
// Several versions of one event are several names, each with its place.
//
// Of these, Typewriter's files were written by it, and the Public API's by its own
// classes; RudderTyper's, the Config API's and RudderStack's were read in the source of
// RudderTyper 1.7.3 and Typewriter 9.1.0, and no answer of either API was seen.
//
// # Tables
//
// A table whose header has a column event, or event name, and perhaps property (property
// name), type (property type, data type), required (status) and rule type (call, event
// type), in any order and among others; between its cells are commas, semicolons or tabs.
// Where a row names no event, its property is of the event above. A type is one of JSON
// Schema or what spreadsheets have for it (text, float, date …), or several with | / or a
// comma between. A property a.b is b in the object a; one in a list (products[].price) is
// left out. So Segment's own tables are read as far as their columns have these names,
// which its documentation does not list.
package plans
