{{/*
Which resource types may be read with fetchEverything=false: the one list of default types
(files/default-resource-types.json, a link to the file that the collector itself is built with), then removeTypes,
then addTypes.
*/}}

{{/* addTypes and what the deprecated collectSecrets adds, as a JSON array. */}}
{{- define "collector.addedTypes" -}}
{{- $added := .Values.addTypes | default list -}}
{{- if .Values.collectSecrets -}}
{{- $added = append $added "secrets" -}}
{{- end -}}
{{- toJson (uniq $added) -}}
{{- end -}}

{{/*
The result, as JSON: {group: [resource or resource/subresource]}. The core group is "", and "*" holds added names for
which no group is known: those are granted, and collected, in every group that serves them.
*/}}
{{- define "collector.resourceTypes" -}}
{{- $defaults := .Files.Get "files/default-resource-types.json" | fromJson -}}
{{- $removed := .Values.removeTypes | default list -}}
{{- $types := dict -}}

{{- range $group, $names := $defaults -}}
{{- $suffix := printf ".%s" ($group | default "core") -}}
{{- $kept := list -}}
{{- range $name := $names -}}
{{- $plural := splitList "/" $name | first -}}
{{- $gone := false -}}
{{- range $spelling := list $name (print $name $suffix) $plural (print $plural $suffix) -}}
{{- if has $spelling $removed -}}
{{- $gone = true -}}
{{- end -}}
{{- end -}}
{{- if not $gone -}}
{{- $kept = append $kept $name -}}
{{- end -}}
{{- end -}}
{{- if $kept -}}
{{- $_ := set $types $group $kept -}}
{{- end -}}
{{- end -}}

{{- range $name := include "collector.addedTypes" . | fromJsonArray -}}
{{- $plural := splitList "." $name | first -}}
{{- $groups := list -}}
{{- if ne $plural $name -}}
{{- $group := trimPrefix (print $plural ".") $name -}}
{{- $groups = list (eq $group "core" | ternary "" $group) -}}
{{- else if eq $plural "secrets" -}}
{{- /* Not a default type, and the last one to be granted in groups that nobody named. */ -}}
{{- $groups = list "" -}}
{{- else -}}
{{- range $group, $names := $defaults -}}
{{- if has $plural $names -}}
{{- $groups = append $groups $group -}}
{{- end -}}
{{- end -}}
{{- if not $groups -}}
{{- $groups = list "*" -}}
{{- end -}}
{{- end -}}
{{- range $group := $groups -}}
{{- $_ := set $types $group (append (get $types $group | default list) $plural | uniq | sortAlpha) -}}
{{- end -}}
{{- end -}}

{{- toJson $types -}}
{{- end -}}

{{/* The same as the collector reads it, one name a line: `plural.group`, or `plural` for every group. No subresources: they are never listed. */}}
{{- define "collector.resourceTypeNames" -}}
{{- range $group, $names := include "collector.resourceTypes" . | fromJson -}}
{{- range $name := $names -}}
{{- if not (contains "/" $name) }}
{{ $name }}{{ if ne $group "*" }}.{{ $group | default "core" }}{{ end }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* "true" when the collector is to read Helm releases: wanted, and with permission to read where they lie. */}}
{{- define "collector.readsHelmReleases" -}}
{{- if .Values.helmReleases -}}
{{- if .Values.fetchEverything -}}
true
{{- else -}}
{{- $types := include "collector.resourceTypes" . | fromJson -}}
{{- $stored := eq .Values.helmDriver "configmap" | ternary "configmaps" "secrets" -}}
{{- if has $stored (get $types "" | default list) -}}
true
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
