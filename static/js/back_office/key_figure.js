// A key figure within running text. Its value stands there as one piece: typing cannot change it, Backspace takes it
// away whole, and choosing another one while it is selected replaces it.
(() => {
  const { React, draftail } = window;
  const { EditorState, Modifier } = window.DraftJS;

  class Source extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.keyFigureChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ id, text, label }) {
      const { editorState, entityType } = this.props;
      const content = editorState.getCurrentContent().createEntity(entityType.type, "IMMUTABLE", { id, label });
      const written = Modifier.replaceText(
        content,
        editorState.getSelection(),
        text,
        editorState.getCurrentInlineStyle(),
        content.getLastCreatedEntityKey()
      );
      this.chosen = EditorState.push(editorState, written, "insert-characters");
      this.workflow.close();
    }

    // The editor takes the focus back only when nothing else holds it any more: who writes goes on writing.
    onClose(event) {
      event.preventDefault();
      if (this.chosen) this.props.onComplete(this.chosen);
      else this.props.onClose();
    }
  }

  const Piece = ({ contentState, entityKey, children }) => {
    const { label } = contentState.getEntity(entityKey).getData();
    return React.createElement("span", { className: "key-figure", title: label, "aria-description": label }, children);
  };

  draftail.registerPlugin({ type: "KEY_FIGURE", source: Source, decorator: Piece }, "entityTypes");
})();
