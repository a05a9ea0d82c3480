/** The dialog that asks for the key: a native one, which keeps the focus, ends with Escape and gives the focus back. */
import { words } from './language.js'

export const authorizeDialog =
  (demoKey = '') =>
  ({ React }) => {
    const h = React.createElement

    function authorizationPopup({ authActions, authSelectors }) {
      const dialog = React.useRef(null)
      const [[name, schema]] = authSelectors
        .definitionsToAuthorize()
        .flatMap((each) => each.entrySeq())
        .toArray()
      const authorized = authSelectors.authorized().has(name)
      React.useEffect(() => dialog.current.showModal(), [])
      const close = () => dialog.current.close()

      function submit(event) {
        event.preventDefault()
        const value = new FormData(event.target).get('key').trim()
        if (authorized) authActions.logoutWithPersistOption([name])
        else authActions.authorizeWithPersistOption({ [name]: { name, schema, value } })
        close()
      }

      const ask = [
        h('label', { key: 'label', htmlFor: 'explorer-key' }, words.key),
        h('input', {
          key: 'key',
          id: 'explorer-key',
          name: 'key',
          defaultValue: demoKey,
          required: true,
          autoComplete: 'off',
          spellCheck: false,
          'aria-describedby': 'explorer-key-note',
        }),
        h('p', { key: 'note', id: 'explorer-key-note' }, demoKey === '' ? words.keyStays : `${words.demoKey} ${words.keyStays}`),
      ]
      return h(
        'dialog',
        { ref: dialog, className: 'explorer-dialog', 'aria-labelledby': 'explorer-dialog-title', onClose: () => authActions.showDefinitions(false) },
        h(
          'form',
          { onSubmit: submit },
          h('h2', { id: 'explorer-dialog-title' }, words.keyTitle),
          authorized ? h('p', null, words.authorized) : ask,
          h(
            'div',
            { className: 'explorer-buttons' },
            h('button', { type: 'submit', className: 'btn authorize', autoFocus: true }, authorized ? words.logout : words.authorize),
            h('button', { type: 'button', className: 'btn', onClick: close }, words.close),
          ),
        ),
      )
    }

    return { components: { authorizationPopup } }
  }
