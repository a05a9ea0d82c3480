import type { Row } from '../contract.ts'
import { versionOf } from '../make.ts'
import type { AreaExamples, Refusal } from './example.ts'

export const production: AreaExamples = {
  examples: ({ story, practice: { custody, production } }) => ({
    listPrograms: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
        status: ['ACTIVE'],
        category: ['HANDICRAFT'],
        kind: ['PRODUCTION'],
        supervisorId: [story.officerId, custody.officerId],
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
        facilityId: custody.facilityId,
        code: 'BESEK-2026',
        name: 'Kerajinan bambu: besek',
        category: 'HANDICRAFT',
        kind: 'PRODUCTION',
        place: 'INSIDE',
        supervisorId: custody.officerId,
        capacity: 12,
        startsOn: '2026-01-05',
        endsOn: '2026-12-18',
        accelerationPoint: 3,
        eligibility: { legalStatus: ['CONVICT'], minDaysToRelease: 90 },
        contributionMode: 'EQUAL',
      },
    },
    readProgram: { params: { id: story.programId } },
    updateProgram: { params: { id: production.programs.draft.id }, body: { capacity: 8, accelerationPoint: 3 } },
    deleteProgram: { params: { id: production.mistakes.program.id } },
    activateProgram: { params: { id: production.programs.draft.id } },
    suspendProgram: { params: { id: production.programs.active.id } },
    closeProgram: { params: { id: production.programs.ending.id } },

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
      body: {
        programId: production.programs.active.id,
        inmateId: custody.inmates.newcomer.id,
        role: 'WORKER',
        proposedOn: '2025-11-03',
        startsOn: '2025-11-10',
      },
    },
    readEnrollment: { params: { id: story.enrollmentIds[0] ?? '' } },
    updateEnrollment: { params: { id: production.enrollments.proposed.id }, body: { role: 'TRAINEE', startsOn: '2025-10-27' } },
    deleteEnrollment: { params: { id: production.mistakes.enrollment.id } },
    approveEnrollment: {
      params: { id: production.enrollments.proposed.id },
      body: { decision: { number: 'TPP-11/2025', date: '2025-10-17', officerId: custody.officerId } },
    },
    rejectEnrollment: {
      params: { id: production.enrollments.proposed.id },
      body: { decision: { number: 'TPP-12/2025', date: '2025-10-17', officerId: custody.officerId } },
    },
    activateEnrollment: { params: { id: production.enrollments.approved.id } },
    suspendEnrollment: { params: { id: production.enrollments.active.id } },
    terminateEnrollment: {
      params: { id: production.enrollments.active.id },
      body: { outcome: 'COMPLETED', endsOn: '2025-11-10', endReason: 'PROGRAM_FINISHED' },
    },

    listProducts: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
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
        facilityId: custody.facilityId,
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
        barcode: '8990000000129',
        published: true,
      },
    },
    readProduct: { params: { id: story.productId } },
    updateProduct: { params: { id: production.productId }, body: { description: 'Wadah tradisional berbahan bambu', published: false } },
    deleteProduct: { params: { id: production.mistakes.product.id } },

    listBatches: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
        programId: [story.programId, production.programs.active.id],
        productId: [story.productId, production.productId],
        supervisorId: [story.officerId, custody.officerId],
        status: ['COMPLETED', 'CLOSED'],
        startsOnFrom: '2025-09-01',
        startsOnTo: '2025-10-31',
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
        programId: production.programs.active.id,
        productId: production.productId,
        code: 'CTH-BSK-2511-01',
        supervisorId: custody.officerId,
        plannedQuantity: 400,
        startsOn: '2025-11-10',
        targetOn: '2025-12-10',
        contributionMode: 'EQUAL',
      },
    },
    readBatch: { params: { id: story.batchId } },
    updateBatch: { params: { id: production.batches.planned.id }, body: { plannedQuantity: 500, targetOn: '2025-11-30' } },
    deleteBatch: { params: { id: production.mistakes.batch.id } },
    startBatch: { params: { id: production.batches.planned.id } },
    inspectBatch: { params: { id: production.batches.started.id } },
    completeBatch: { params: { id: production.batches.started.id }, body: { completedOn: '2025-11-07' } },
    closeBatch: { params: { id: production.batches.completed.id } },
    cancelBatch: { params: { id: production.batches.planned.id } },

    quarantineBatch: {
      params: { id: production.batches.completed.id },
      body: { reason: 'Ada laporan jamur pada tutup besek', officerId: custody.officerId },
    },
    recallBatch: { params: { id: production.batches.completed.id }, body: { reason: 'Pewarna tidak aman untuk makanan', officerId: custody.officerId } },
    releaseBatch: { params: { id: production.batches.held.id }, body: { reason: 'Sudah dikeringkan dan diperiksa ulang', officerId: custody.officerId } },
    listBatchHolds: { params: { id: production.batches.held.id }, query: { sort: 'id' }, fields: 'hold,reason,officerId' },

    listBatchWorkers: { params: { id: story.batchId }, query: { inmateId: story.inmateIds.slice(0, 2), sort: 'id' }, fields: 'inmateId,from,to' },
    createBatchWorker: {
      params: { id: production.batches.started.id },
      body: { inmateId: custody.inmates.worker.id, from: '2025-10-29', to: '2025-10-31', manualWeight: 1 },
    },
    readBatchWorker: { params: { id: story.batchId, workerId: story.workerIds[0] ?? '' } },
    updateBatchWorker: { params: { id: production.batches.started.id, workerId: production.batchWorker.id }, body: { to: '2025-10-24' } },
    deleteBatchWorker: { params: { id: production.batches.started.id, workerId: production.mistakes.batchWorker.id } },

    listBatchOutputs: { params: { id: production.batches.completed.id }, query: { grade: ['A', 'REJECT'], sort: 'id' }, fields: 'grade,quantity' },
    createBatchOutput: {
      params: { id: production.batches.started.id },
      body: { grade: 'REJECT', quantity: 5, recordedOn: '2025-11-05', inspectedBy: custody.officerId, rejectReason: 'Anyaman renggang' },
    },
    readBatchOutput: { params: { id: story.batchId, outputId: story.outputId } },

    readWorkSheet: { params: { id: story.programId, date: '2025-09-10' } },
    writeWorkSheet: {
      params: { id: production.programs.active.id, date: '2025-10-21' },
      body: {
        rows: [
          {
            inmateId: custody.inmates.worker.id,
            shift: 'MORNING',
            attendance: 'LATE',
            minutes: 210,
            batchId: production.batches.started.id,
            piecesGood: 8,
            piecesRejected: 1,
            workQuality: 'GOOD',
            conduct: 'VERY_GOOD',
            safetyOk: true,
            ruleBreach: false,
            note: 'Datang setelah kunjungan keluarga',
          },
          { inmateId: custody.inmates.worker.id, shift: 'AFTERNOON', attendance: 'SICK' },
        ],
      },
    },
    listWorkLogs: {
      query: {
        facilityId: [story.facilityId],
        programId: [story.programId],
        inmateId: story.inmateIds.slice(0, 2),
        batchId: [story.batchId],
        attendance: ['PRESENT', 'LATE'],
        workedOnFrom: '2025-09-01',
        workedOnTo: '2025-09-30',
        sort: 'workedOn',
      },
      fields: 'inmateId,workedOn,minutes',
    },
    readWorkLog: { params: { id: production.workLogId } },
    listWorkMonths: {
      params: { id: story.inmateIds[0] ?? '' },
      query: { facilityId: [story.facilityId], startsOnFrom: '2025-09-01', startsOnTo: '2025-10-31', sort: 'startsOn' },
      fields: 'startsOn,days,minutes',
    },
    listCosts: {
      query: {
        facilityId: [custody.facilityId],
        batchId: [production.batches.completed.id],
        kind: ['MATERIAL'],
        borneBy: ['CAPITAL'],
        incurredOnFrom: '2025-10-10',
        incurredOnTo: '2025-10-31',
        sort: 'incurredOn',
      },
      fields: 'kind,amount,incurredOn,description',
    },
    createCost: {
      body: {
        batchId: production.batches.started.id,
        kind: 'TRANSPORT',
        amount: 25_000,
        borneBy: 'CAPITAL',
        incurredOn: '2025-10-18',
        description: 'Angkutan bambu dari Karangkobar',
        receiptRef: 'NOTA-1018',
      },
    },
    readCost: { params: { id: production.costs.reversed.id } },
    reverseCost: { params: { id: production.costs.standing.id }, body: { incurredOn: '2025-11-10', description: 'Salah bets' } },

    listStockBalances: {
      query: {
        facilityId: [custody.facilityId],
        productId: [production.productId],
        batchId: [production.batches.completed.id],
        grade: ['A', 'REJECT'],
        available: true,
        sort: 'id',
      },
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
        batchId: production.batches.completed.id,
        grade: 'A',
        quantity: -5,
        type: 'GIFT',
        occurredOn: '2025-11-10',
        reason: 'Cendera mata untuk tamu dinas',
      },
    },
    readStockMovement: { params: { id: production.movementId } },
    reverseStockMovement: { params: { id: production.movementId }, body: { occurredOn: '2025-11-10', reason: 'Ternyata masih baik' } },
  }),

  refusals: ({ story, practice: { custody, production }, step }) => {
    const { draft } = production.programs
    const enroll = (programId: string, inmateId = custody.inmates.newcomer.id): Refusal => ({
      method: 'POST',
      path: '/v1/enrollments',
      call: { body: { programId, inmateId, role: 'WORKER', proposedOn: '2025-11-03', startsOn: '2025-11-10' } },
    })
    return {
      'invalid-transition': () => ({ method: 'POST', path: `/v1/batches/${story.batchId}/start`, call: { ifMatch: '*' } }),
      'not-eligible': async () => {
        const changed = await step('PATCH', `/v1/programs/${draft.id}`, { body: { eligibility: { legalStatus: ['DETAINEE'] } }, ifMatch: draft.version })
        await step('POST', `/v1/programs/${draft.id}/activation`, { ifMatch: versionOf(changed) })
        return enroll(draft.id)
      },
      'program-full': async () => {
        const changed = await step('PATCH', `/v1/programs/${draft.id}`, { body: { capacity: 1 }, ifMatch: draft.version })
        await step('POST', `/v1/programs/${draft.id}/activation`, { ifMatch: versionOf(changed) })
        await step('POST', '/v1/enrollments', enroll(draft.id, custody.inmates.candidate.id).call)
        return enroll(draft.id)
      },
      'program-has-open-batches': async () => {
        const changed = await step('POST', `/v1/programs/${draft.id}/activation`, { ifMatch: draft.version })
        const batch = { programId: draft.id, productId: production.productId, code: 'CTH-TPH-2511-01', supervisorId: custody.officerId }
        await step('POST', '/v1/batches', { body: { ...batch, plannedQuantity: 400, startsOn: '2025-11-10' } })
        return { method: 'POST', path: `/v1/programs/${draft.id}/closure`, call: { ifMatch: versionOf(changed) } }
      },
      'rows-refused': () => ({
        method: 'PUT',
        path: `/v1/programs/${production.programs.active.id}/work-logs/2025-10-21`,
        call: { body: { rows: [{ inmateId: custody.inmates.newcomer.id, attendance: 'PRESENT', minutes: 420 }] }, ifMatch: '*' },
      }),
      'pieces-differ': async () => {
        const path = `/v1/batches/${production.batches.started.id}`
        await step('POST', `${path}/outputs`, { body: { grade: 'A', quantity: 20, recordedOn: '2025-11-05' } })
        await step('PATCH', path, { body: { contributionMode: 'PIECES' }, ifMatch: '*' })
        return { method: 'POST', path: `${path}/completion`, call: { body: { completedOn: '2025-11-07' }, ifMatch: '*' } }
      },
      'batch-not-empty': () => ({
        method: 'PATCH',
        path: `/v1/batches/${production.batches.completed.id}`,
        call: { body: { archived: true }, ifMatch: '*' },
      }),
      'not-reversible': async () => {
        const { items } = await step('GET', '/v1/stock-movements', { query: { batchId: story.batchId, type: 'SALE' } })
        const [taken] = items as Row[]
        return { method: 'POST', path: `/v1/stock-movements/${taken?.id}/reversal`, call: { ifMatch: '*', body: { occurredOn: '2025-11-10' } } }
      },
    }
  },
}
