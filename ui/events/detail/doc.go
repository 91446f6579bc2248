// Package detail is the selected entry, laid open: its headline and gates, its Segment message beside the custom event that
// it becomes, and under them its problems and what its metrics make of it.
//
// All that is shown comes from one reading of the entry; while another is under way, it says so and nothing of the old
// judgement is said for the new one. What stands under the panes is rendered once for an entry, a selected problem and a
// width; how much is told there depends on the room that the JSON leaves. What a person has folded stays folded while the
// entry is selected; until then what feeds the event, and where something is wrong, is in no fold.
package detail
