// Package schema reads what a JSON Schema says of the values that are valid by it:
// their types, the members that objects have, and whether they have no others.
//
// It promises that what it says holds of every valid value: where it does not know a
// keyword (not, if, patterns, anchors), or where a reference leads nowhere, it says less,
// and never more. It knows drafts 3 to 2020-12 as far as they agree on this. Its time and
// memory are bounded, wherever references lead.
//
// It checks no value, and knows nothing of tracking plans.
package schema
