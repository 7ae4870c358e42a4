export type {ContractCase} from './contract-case.ts';
export {sinkContract, type SinkContractSubject} from './sink-contract.ts';
export {sourceContract, type SourceContractSubject} from './source-contract.ts';
