package curl_test

import (
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture/formats/curl"
)

// TestWordsAreReadAsBashReadsThem asks bash what words say that it does not expand.
func TestWordsAreReadAsBashReadsThem(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatalf("this test asks bash: %v", err)
	}
	var words []string
	pieces := rapid.SampledFrom([]string{`\`, "\\\n", "a", " ", "é", `"`, "%d", "{", "}", `\u0041`, `\x41`, "#", "@", "\t"})
	gen := rapid.Custom(func(t *rapid.T) string {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 6).Draw(t, "pieces"), "")
		switch rapid.IntRange(0, 2).Draw(t, "quotes") {
		case 0:
			return "'" + text + "'"
		case 1:
			text = strings.ReplaceAll(strings.ReplaceAll(text, `\`, ``), `"`, `\"`)
			return `"` + text + `\$\\\a"`
		}
		return "$'" + strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), "\\\\u0041", `\u0041`) + `\'\t\041'`
	})
	for seed := range 60 {
		words = append(words, gen.Example(seed))
	}
	words = append(words, `a\ b\"c`, `""`, `''`, `'it'"'"'s'`, `$'\e\x7f\u00e9'`, "a\\\nb", `"a\`+"\n"+`b"`, `\{\}`)
	for _, word := range words {
		want, err := exec.Command(bash, "-c", "printf %s "+word).Output()
		if err != nil {
			t.Fatalf("%q: %v", word, err)
		}
		got, err := curl.Read([]byte("curl x.example/t --data-raw " + word))
		if err != nil || string(got.Body) != string(want) {
			t.Errorf("%q is read as %q, %v; bash reads %q", word, got.Body, err, want)
		}
	}
}
