# >>> ltpm @EVENT@ (`ltpm hooks uninstall` takes these lines away; LTPM_HOOKS=0 turns them off)
if [ "${LTPM_HOOKS:-}" != 0 ]; then
  ltpm_event=@EVENT@ ltpm_dir=${GIT_DIR:-.git} ltpm_word=
  if [ -f "$ltpm_dir" ]; then IFS=' ' read -r ltpm_word ltpm_dir <"$ltpm_dir" || :; fi
  ltpm_common=$ltpm_dir
  if [ -f "$ltpm_dir/commondir" ]; then
    IFS= read -r ltpm_common <"$ltpm_dir/commondir" || :
    case $ltpm_common in /* | ?:*) ;; *) ltpm_common=$ltpm_dir/$ltpm_common ;; esac
  fi
  if [ -r "$ltpm_common/ltpm/hooks/run.sh" ]; then . "$ltpm_common/ltpm/hooks/run.sh" || :; fi
fi
# <<< ltpm
