import {main} from './main.ts';
import {runProgram} from './run-program.ts';

void runProgram(main);
