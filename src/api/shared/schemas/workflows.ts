import { z } from 'zod';
import { INPUT_TYPES } from '../../../plan/plan.ts';
import { adminOnly } from '../visibility.ts';
import * as field from './fields.ts';

/** What is told of workflow specs. */

const version = z.int().min(1).nullable().meta({ description: 'Null where the spec has errors.', example: 1 });
const isValid = z.boolean().meta({ description: 'Whether jobs of it can be submitted.', example: true });
const description = z
  .string()
  .nullable()
  .meta({ example: 'Validate a raster, make it cloud optimised, catalogue it.' });

export const workflowList = z
  .object({
    workflows: z.array(
      z
        .object({ workflow_id: field.workflowId, version, description, is_valid: isValid })
        .meta({ id: 'ListedWorkflow' }),
    ),
  })
  .meta({ id: 'WorkflowList' });

const input = z
  .looseObject({
    type: z.enum(INPUT_TYPES),
    required: z.boolean(),
    default: field.jsonValue.optional(),
    description: z.string().optional(),
  })
  .meta({ id: 'WorkflowInput', example: { type: 'string', required: true } });

const node = z
  .object({
    node_id: z.string().meta({ example: 'validate' }),
    kind: z.string().meta({ example: 'task' }),
    handler: z.string().nullable().meta({ example: 'raster_validate' }),
    description: z.string().nullable(),
  })
  .meta({ id: 'WorkflowNode' });

const diagnostic = z
  .object({
    severity: z.string().meta({ example: 'error' }),
    code: z.string().meta({ example: 'unknown-handler' }),
    message: z.string(),
    line: z.int(),
    column: z.int(),
  })
  .meta({ id: 'SpecDiagnostic' });

export const workflow = z
  .object({
    workflow_id: field.workflowId,
    version,
    description,
    is_valid: isValid,
    plan_hash: z
      .string()
      .nullable()
      .meta({ description: 'SHA-256 of the execution plan.', example: '0'.repeat(64) }),
    inputs: z.record(z.string(), input).meta({ example: { blob_name: { type: 'string', required: true } } }),
    outputs: z.array(z.string()).meta({ description: 'Names of what a job gives.', example: ['stac_item_id'] }),
    nodes: z.array(node).meta({ description: 'In a topological order.' }),
    diagnostics: adminOnly(z.array(diagnostic).meta({ description: 'Errors and warnings of the spec.' })),
  })
  .meta({ id: 'Workflow' });

export const workflowSource = z
  .object({ workflow_id: field.workflowId, source: z.string().meta({ example: 'workflow_id: hello\nversion: 1\n' }) })
  .meta({ id: 'WorkflowSource' });

export const yamlText = z.string().meta({ example: 'workflow_id: hello\nversion: 1\n' });

export const workflowPlan = z
  .looseObject({
    plan_format: z.literal(1),
    workflow_id: field.workflowId,
    version: z.int(),
    plan_hash: z.string().meta({ example: '0'.repeat(64) }),
  })
  .meta({ id: 'ExecutionPlan' });
