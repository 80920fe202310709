package templates

import (
	"embed"
	"path"
)

//go:embed guide/*/*.md
var guideFiles embed.FS

// Guide gives one of the guides in the program, "coordinator", "clerk" or "rules"; an empty text if there is no such
// guide, which a test excludes.
func Guide(lang, name string) string {
	b, err := guideFiles.ReadFile(path.Join("guide", lang, name+".md"))
	if err != nil {
		return ""
	}
	return string(b)
}
