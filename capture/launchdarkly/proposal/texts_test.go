package proposal

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// Texts are written as Terraform's own library writes them, whatever they are.
func TestTextsAreThoseOfHCL(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(),
			rapid.StringOf(rapid.SampledFrom([]rune("a$%{}\"\\\n\r\t\x00\x1b\u200b\u0301e\u00ad\uFFFD\U0001F600\U000E0001"))),
		).Draw(t, "text")
		text = strings.ToValidUTF8(text, "\uFFFD")
		if got, want := hclText(text), harmless(hclwrite.TokensForValue(cty.StringVal(text)).Bytes()); got != want {
			t.Fatalf("%q is written as %s, not as %s", text, got, want)
		}
	})
}
