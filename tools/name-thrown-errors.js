import {Converter} from 'typedoc';

/** A plugin of typedoc: puts the class that `@throws {Class}` names before what is said of it; its markdown plugin drops it. */
export function load({converter}) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({project}) => {
    const tags = Object.values(project.reflections).flatMap(({comment}) => comment?.getTags('@throws') ?? []);
    for (const {typeAnnotation = '', content} of tags) {
      const name = typeAnnotation.replaceAll(/[{}]/g, '');
      if (name !== '') content.unshift({kind: 'code', text: `\`${name}\``}, {kind: 'text', text: ' '});
    }
  });
}
