/* Wagtail asks a block that is a form field by itself for its `element`, which its lists of blocks do not have: the
   form would work, but tell an error in the console and never say that it is ready. */

class ChosenListBlockDefinition extends window.wagtailStreamField.blocks.ListBlockDefinition {
  render(...given) {
    const block = super.render(...given);
    block.element ??= block.container[0];
    return block;
  }
}

window.telepath.register("content_types.base.ChosenListBlock", ChosenListBlockDefinition);
