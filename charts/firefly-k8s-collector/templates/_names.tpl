{{/*
Names. They are those of the charts before this one, so that an upgrade changes objects in place.
*/}}

{{/* A release's name with a suffix, cut to a length that Kubernetes accepts: dict "release" "suffix" "length". */}}
{{- define "collector.cutName" -}}
{{- $room := int (sub .length (len .suffix)) -}}
{{- regexReplaceAll "[-.]+$" (trunc $room .release) "" }}{{ .suffix }}
{{- end -}}

{{/* A CronJob's name may have 52 characters: its jobs append eleven. */}}
{{- define "collector.cronJobName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-cronjob" "length" 52) }}
{{- end -}}

{{- define "collector.configMapName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-config" "length" 63) }}
{{- end -}}

{{/* The Secret that the chart creates itself. */}}
{{- define "collector.ownCredentialsName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-credentials" "length" 63) }}
{{- end -}}

{{- define "collector.credentialsName" -}}
{{- .Values.existingFireFlyCredentialsSecret | default (include "collector.ownCredentialsName" .) }}
{{- end -}}

{{- define "collector.caCertsName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-ca-certs" "length" 63) }}
{{- end -}}

{{- define "collector.networkPolicyName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-network" "length" 63) }}
{{- end -}}

{{/*
A job's pods append six characters and may have 63. Not the names of chart 1.5.6's jobs: those are created without the
deletion of what is there, so that a rollback to it would fail for as long as ours is kept.
*/}}
{{- define "collector.onBoarderName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-collector-on-boarding" "length" 53) }}
{{- end -}}

{{- define "collector.offBoarderName" -}}
{{- include "collector.cutName" (dict "release" .Release.Name "suffix" "-collector-off-boarding" "length" 53) }}
{{- end -}}

{{/* Every 15 minutes, from a minute that the cluster id gives: thousands of clusters must not call at the same time. */}}
{{- define "collector.schedule" -}}
{{- if .Values.schedule -}}
{{- .Values.schedule -}}
{{- else -}}
{{- printf "%d-59/15 * * * *" (mod (include "collector.text" .Values.clusterId | sha256sum | adler32sum | int64) 15) -}}
{{- end -}}
{{- end -}}
