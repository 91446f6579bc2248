package query

import (
	"errors"
	"strings"
	"testing"
)

// TestErrors puts a caret under what is wrong: its column is the error's, and
// the text from Start to End is marked with ^ or, at the end, with a single one.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text, marks string
		unfinished  bool
		says        string
	}{
		{`"open`, `^^^^^`, true, "a quote is not closed"},
		{`a event:"open`, `        ^^^^^`, true, "a quote is not closed"},
		{`"a\`, `  ^`, true, "a quote ends in a backslash"},
		{`"\u00`, ` ^^^^`, true, "this is no character"},
		{`"\ud83d\u`, ` ^^^^^^`, true, "this is no character"},
		{`"\ud83d"`, ` ^^^^^^`, false, "this is no character"},
		{`"\q"`, ` ^^`, false, "there is no such escape"},
		{`a event:`, `  ^^^^^^`, true, "event: has no value"},
		{`a event: b`, `  ^^^^^^`, false, "event: has no value"},
		{`value:>`, `^^^^^^^`, true, "value:> has no value"},
		{`value:>-`, `       ^`, true, "a number must follow >"},
		{`value:>abc`, `       ^^^`, false, "a number must follow >"},
		{`value:>"3"`, `       ^^^`, false, "a number must follow >"},
		{`properties.qty:<=x`, `                 ^`, false, "a number must follow <="},
		{`properties.qty:`, `^^^^^^^^^^^^^^^`, true, "has no value"},
		{`has:`, `^^^^`, true, "has: has no value"},
		{`has:properties.`, `    ^^^^^^^^^^^`, true, "this is not a path"},
		{`has:a"b"`, `    ^^^^`, false, "this is not a path"},
		{`(`, `^`, true, "a parenthesis is not closed"},
		{`(a b`, `^^^^`, true, "a parenthesis is not closed"},
		{`(a OR`, `   ^^`, true, "nothing follows OR"},
		{`(a OR)`, `     ^`, false, "nothing stands before the parenthesis"},
		{`()`, ` ^`, false, "nothing stands before the parenthesis"},
		{`a)`, ` ^`, false, "a parenthesis was never opened"},
		{`)`, `^`, false, "a parenthesis was never opened"},
		{`a -`, `  ^`, true, "nothing follows the -"},
		{`- a`, `^`, false, "nothing follows the -"},
		{`a OR `, `  ^^^`, true, "nothing follows OR"},
		{`OR a`, `^^`, false, "nothing stands before OR"},
		{`a OR OR b`, `     ^^`, false, "nothing stands before OR"},
		{`a AND`, `  ^^^`, true, "nothing follows AND"},
		{`AND a`, `^^^`, false, "nothing stands before AND"},
		{`a AND OR b`, `  ^^^`, false, "nothing follows AND"},
		{`a NOT`, `  ^^^`, true, "nothing follows NOT"},
		{`a"b"`, ` ^`, false, "a quote stands in the middle of a word"},
		{`"a"b`, `   ^`, false, "something follows a quote"},
		{`evnt:x`, `^^^^`, false, "there is no field evnt; did you mean event:?"},
		{`usr:x`, `^^^`, false, "did you mean user:?"},
		{`userId:x`, `^^^^^^`, false, "write .userId: for the member of the message"},
		{`localhost:8080`, `^^^^^^^^^`, false, "there is no field localhost"},
		{`is:err`, `   ^^^`, true, "an entry cannot be that; did you mean error?"},
		{`is:err a`, `   ^^^`, false, "did you mean error?"},
		{`is:wraning`, `   ^^^^^^^`, false, "did you mean warning?"},
		{`is:blue`, `   ^^^^`, false, "it can be error, warning"},
		{`gate:val`, `     ^^^`, true, "there is no such gate; did you mean valued?"},
		{`gate:valued=`, `            ^`, true, "a gate is never in that state"},
		{`gate:valued=fail|bad`, `                 ^^^`, false, "it is fail, warn, pass or unknown"},
		{`code:value_mising`, `     ^^^^^^^^^^^^`, false, "did you mean value_missing?"},
		{`code:value_m`, `     ^^^^^^^`, true, "there is no such code"},
		{`event:>3`, `      ^`, false, "takes a text, which is neither more nor less"},
		{`after:1`, `      ^`, true, "this is neither a time nor a duration"},
		{`after:soon`, `      ^^^^`, false, "write how long ago (10m, 2h, 1d)"},
		{`after:99999999w`, `      ^^^^^^^^^`, false, "this is neither a time nor a duration"},
		{`id:99999999999999999999`, `   ^^^^^^^^^^^^^^^^^^^^`, false, "no entry has such a number"},
		{`parent:abc`, `       ^^^`, false, "no entry has such a number"},
		{`parent:"12"`, `       ^^^^`, false, "no entry has such a number"},
		{`parent:>1..3`, `        ^^^^`, false, "no entry has such a number"},
		{`id:>abc`, `    ^^^`, false, "no entry has such a number"},
		{"a \xff", `  ^`, false, "this is not UTF-8"},
	} {
		t.Run(c.text, func(t *testing.T) {
			_, err := Parse(c.text, noon)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			marks := strings.Repeat(" ", e.Start) + strings.Repeat("^", max(1, e.End-e.Start))
			if marks != c.marks && strings.TrimRight(c.marks, " ") != marks {
				t.Errorf("\n     %s\n got %s\nwant %s", c.text, marks, c.marks)
			}
			if e.Column != e.Start+1 {
				t.Errorf("column %d, starts at %d", e.Column, e.Start)
			}
			if e.Unfinished != c.unfinished {
				t.Errorf("unfinished: %t", e.Unfinished)
			}
			if !strings.Contains(e.Error(), c.says) {
				t.Errorf("says %s", e)
			}
		})
	}
}

func TestColumnsAreCells(t *testing.T) {
	_, err := Parse("日本 é evnt:x", noon)
	var e *Error
	if !errors.As(err, &e) || e.Column != 8 || e.Start != 10 {
		t.Errorf("%+v", e)
	}
}

// TestEveryBeginningOfAFilterIsAFilterOrUnfinished types filters letter by
// letter: what is typed is never called wrong before it is done.
func TestEveryBeginningOfAFilterIsAFilterOrUnfinished(t *testing.T) {
	for _, text := range []string{
		`"Order Completed" -(free OR signed) AND NOT pro`,
		`event:"Order \"C*\" \u00e9 \ud83d\ude00"`,
		`is:error gate:valued=fail|warn`,
		`code:value_not_number`,
		`properties."a b".c:>=-1.5e+3`,
		`has:properties."a b"`,
		`after:1h30m before:2024-05-01T12:00:01+02:00`,
		`value:10..20 id:10..20 parent:#12`,
	} {
		for i := range text {
			_, err := Parse(text[:i], noon)
			var e *Error
			if errors.As(err, &e) && !e.Unfinished {
				t.Errorf("%s: %v", text[:i], err)
			}
		}
	}
}
