// The page starts here.
import './validation.ts'
import '@fontsource-variable/inter/wght.css'
import './style/tokens.css'
import './style/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { lab } from './lab.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app".')
mount(App, { target })
void lab.start()
