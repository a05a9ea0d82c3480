import type { Examples } from './example.ts'

export const programExamples: Examples = ({ story, practice }) => ({
  listPrograms: {
    query: {
      facilityId: [story.facilityId],
      status: ['ACTIVE'],
      category: ['HANDICRAFT'],
      kind: ['PRODUCTION'],
      supervisorId: [story.officerId],
      startsOnFrom: '2025-09-01',
      startsOnTo: '2025-09-30',
      archived: false,
      q: 'besek',
      sort: 'code',
    },
    fields: 'code,name,status',
  },
  createProgram: {
    body: {
      facilityId: practice.facilityId,
      code: 'BESEK-2026',
      name: 'Kerajinan bambu: besek',
      category: 'HANDICRAFT',
      kind: 'PRODUCTION',
      place: 'INSIDE',
      supervisorId: practice.officerId,
      capacity: 12,
      startsOn: '2026-01-05',
      endsOn: '2026-12-18',
      accelerationPoint: 3,
      eligibility: { legalStatus: ['CONVICT'], minDaysToRelease: 90 },
      contributionMode: 'EQUAL',
    },
  },
  readProgram: { params: { id: story.programId } },
  updateProgram: { params: { id: practice.programs.draft.id }, body: { capacity: 8, accelerationPoint: 3 } },
  deleteProgram: { params: { id: practice.mistakes.program.id } },
  activateProgram: { params: { id: practice.programs.draft.id } },
  suspendProgram: { params: { id: practice.programs.active.id } },
  closeProgram: { params: { id: practice.programs.ending.id } },

  listEnrollments: {
    query: {
      facilityId: [story.facilityId],
      programId: [story.programId],
      inmateId: story.inmateIds.slice(0, 2),
      status: ['ACTIVE'],
      role: ['LEADER', 'WORKER'],
      startsOnFrom: '2025-09-01',
      startsOnTo: '2025-09-30',
      sort: 'startsOn',
    },
    fields: 'inmateId,role,status',
  },
  createEnrollment: {
    body: { programId: practice.programs.active.id, inmateId: practice.newcomerId, role: 'WORKER', proposedOn: '2025-11-03', startsOn: '2025-11-10' },
  },
  readEnrollment: { params: { id: story.enrollmentIds[0] ?? '' } },
  updateEnrollment: { params: { id: practice.enrollments.proposed.id }, body: { role: 'TRAINEE', startsOn: '2025-10-27' } },
  deleteEnrollment: { params: { id: practice.mistakes.enrollment.id } },
  approveEnrollment: {
    params: { id: practice.enrollments.proposed.id },
    body: { decision: { number: 'TPP-11/2025', date: '2025-10-17', officerId: practice.officerId } },
  },
  rejectEnrollment: {
    params: { id: practice.enrollments.proposed.id },
    body: { decision: { number: 'TPP-12/2025', date: '2025-10-17', officerId: practice.officerId } },
  },
  activateEnrollment: { params: { id: practice.enrollments.approved.id } },
  suspendEnrollment: { params: { id: practice.enrollments.active.id } },
  terminateEnrollment: {
    params: { id: practice.enrollments.active.id },
    body: { outcome: 'COMPLETED', endsOn: '2025-11-10', endReason: 'PROGRAM_FINISHED' },
  },
})

export const productExamples: Examples = ({ story, practice }) => ({
  listProducts: {
    query: {
      facilityId: [story.facilityId],
      category: ['HANDICRAFT'],
      unit: ['BUAH'],
      published: true,
      isService: false,
      archived: false,
      q: 'besek',
      sort: 'sku',
    },
    fields: 'sku,name,listPrices',
  },
  createProduct: {
    body: {
      facilityId: practice.facilityId,
      sku: 'BSK-20',
      name: 'Besek 20 cm',
      description: 'Wadah tradisional berbahan bambu, 20 cm',
      category: 'HANDICRAFT',
      unit: 'BUAH',
      grades: [
        { code: 'A', sellable: true },
        { code: 'REJECT', sellable: false },
      ],
      isService: false,
      listPrices: [{ amount: 125, from: '2025-11-01', to: '2025-12-31' }],
      barcode: '8990000000125',
      published: true,
    },
  },
  readProduct: { params: { id: story.productId } },
  updateProduct: { params: { id: practice.productId }, body: { description: 'Wadah tradisional berbahan bambu', published: true } },
  deleteProduct: { params: { id: practice.mistakes.product.id } },
})

export const batchExamples: Examples = ({ story, practice }) => ({
  listBatches: {
    query: {
      facilityId: [story.facilityId],
      programId: [story.programId],
      productId: [story.productId],
      supervisorId: [story.officerId],
      status: ['COMPLETED', 'CLOSED'],
      startsOnFrom: '2025-09-01',
      startsOnTo: '2025-09-30',
      completedOnFrom: '2025-10-01',
      completedOnTo: '2025-10-31',
      archived: false,
      q: 'BSK',
      sort: '-startsOn,code',
    },
    fields: 'code,produced,sold,onHand',
  },
  createBatch: {
    body: {
      programId: practice.programs.active.id,
      productId: practice.productId,
      code: 'CTH-BSK-2511-01',
      supervisorId: practice.officerId,
      plannedQuantity: 400,
      startsOn: '2025-11-10',
      targetOn: '2025-12-10',
      contributionMode: 'EQUAL',
    },
  },
  readBatch: { params: { id: story.batchId } },
  updateBatch: { params: { id: practice.batches.planned.id }, body: { plannedQuantity: 500, targetOn: '2025-11-30' } },
  deleteBatch: { params: { id: practice.mistakes.batch.id } },
  startBatch: { params: { id: practice.batches.planned.id } },
  inspectBatch: { params: { id: practice.batches.started.id } },
  completeBatch: { params: { id: practice.batches.started.id }, body: { completedOn: '2025-11-07' } },
  closeBatch: { params: { id: practice.batches.completed.id } },
  cancelBatch: { params: { id: practice.batches.planned.id } },

  listBatchWorkers: { params: { id: story.batchId }, query: { inmateId: story.inmateIds.slice(0, 2), sort: 'id' }, fields: 'inmateId,from,to' },
  createBatchWorker: {
    params: { id: practice.batches.started.id },
    body: { inmateId: practice.workerId, from: '2025-10-29', to: '2025-10-31', manualWeight: 1 },
  },
  readBatchWorker: { params: { id: story.batchId, workerId: story.workerIds[0] ?? '' } },
  updateBatchWorker: { params: { id: practice.batches.started.id, workerId: practice.batchWorker.id }, body: { to: '2025-10-24' } },
  deleteBatchWorker: { params: { id: practice.batches.started.id, workerId: practice.mistakes.batchWorker.id } },

  listBatchOutputs: { params: { id: practice.batches.completed.id }, query: { grade: ['A', 'REJECT'], sort: 'id' }, fields: 'grade,quantity' },
  createBatchOutput: {
    params: { id: practice.batches.started.id },
    body: { grade: 'REJECT', quantity: 5, recordedOn: '2025-11-05', inspectedBy: practice.officerId, rejectReason: 'Anyaman renggang' },
  },
  readBatchOutput: { params: { id: story.batchId, outputId: story.outputId } },

  listStockBalances: {
    query: { facilityId: [story.facilityId], productId: [story.productId], batchId: [story.batchId], grade: ['A'], available: false, sort: 'id' },
    fields: 'grade,produced,sold,onHand',
  },
  listStockMovements: {
    query: {
      facilityId: [story.facilityId],
      productId: [story.productId],
      batchId: [story.batchId],
      grade: ['A'],
      type: ['PRODUCTION', 'SALE'],
      occurredOnFrom: '2025-10-01',
      occurredOnTo: '2025-10-31',
      sort: 'occurredOn',
    },
    fields: 'type,quantity,balanceAfter',
  },
  createStockMovement: {
    body: {
      batchId: practice.batches.completed.id,
      grade: 'A',
      quantity: -5,
      type: 'GIFT',
      occurredOn: '2025-11-10',
      reason: 'Cendera mata untuk tamu dinas',
    },
  },
  readStockMovement: { params: { id: practice.movementId } },
  reverseStockMovement: { params: { id: practice.movementId }, body: { occurredOn: '2025-11-10', reason: 'Ternyata masih baik' } },
})
