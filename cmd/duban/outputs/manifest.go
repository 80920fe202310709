package outputs

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ManifestName is the manifest's file name beside what it lists.
const ManifestName = "manifest.json"

// Manifest says what a command wrote and what it rests on.
type Manifest struct {
	Command string `json:"command"`
	Period  string `json:"period"`
	AsOf    string `json:"as_of,omitempty"`
	Plan    string `json:"plan_sha256"`
	// Decided is the plan whose decisions about a past round replace those of the plan that the round keeps.
	Decided string         `json:"decided_sha256,omitempty"`
	Files   []manifestFile `json:"files"`
	Inputs  []manifestFile `json:"inputs,omitempty"`
}

// manifestFile is a file that a manifest lists: by its path in the workspace, or by the name under which it came in.
type manifestFile struct {
	Path   string `json:"path"`
	Bureau string `json:"bureau,omitempty"`
	Points int    `json:"points,omitempty"`
	SHA256 string `json:"sha256"`
}

// Text gives a manifest as it is written.
func (m Manifest) Text() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
}

// Names reports whether a manifest lists a file with a hash.
func (m Manifest) Names(sum string) bool {
	return slices.ContainsFunc(m.Files, func(f manifestFile) bool { return f.SHA256 == sum })
}

// writeManifest writes a manifest to its path.
func (m *Maker) writeManifest(path string, list Manifest) error {
	b, err := list.Text()
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return m.disk.WriteFile(path, b)
}

// ReadManifest reads a manifest; false if it is missing or unreadable.
func (m *Maker) ReadManifest(path string) (list Manifest, ok bool) {
	data, err := m.disk.ReadFile(path)
	if err != nil || json.Unmarshal(data, &list) != nil {
		return Manifest{}, false
	}
	return list, true
}
